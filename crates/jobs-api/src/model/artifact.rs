//! The files that a job leaves behind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{nullable, rules};

/// The archive of a job's artifacts, as offered for download.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArtifactsFile {
    /// Name of the archive.
    pub filename: String,
    /// Size of the archive, in bytes.
    #[schemars(range(min = 0))]
    pub size: u64,
}

/// One file that a job left: its archive, its log, a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = rules::artifact()))]
pub struct Artifact {
    /// What the file is.
    pub file_type: ArtifactType,
    /// Size of the file, in bytes.
    #[schemars(range(min = 0))]
    pub size: u64,
    /// Name of the file.
    pub filename: String,
    /// How the file is packed. GitLab may give null for a log.
    #[serde(deserialize_with = "nullable")]
    pub file_format: Option<ArtifactFormat>,
}

/// How an artifact is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArtifactFormat {
    /// As it is.
    Raw,
    /// A zip archive.
    Zip,
    /// A file compressed with gzip.
    Gzip,
}

/// What an artifact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArtifactType {
    /// The archive of the files that the job keeps.
    Archive,
    /// The list of the files in the archive.
    Metadata,
    /// The log.
    Trace,
    /// Test results in JUnit's format.
    Junit,
    /// Report of a static security scan.
    Sast,
    /// Report on known weaknesses of dependencies.
    DependencyScanning,
    /// Report on known weaknesses of container images.
    ContainerScanning,
    /// Report of a dynamic security scan.
    Dast,
    /// Report on code quality.
    Codequality,
    /// Report on licences.
    LicenseScanning,
    /// Report on browser performance, old name.
    Performance,
    /// Metrics of the job's own.
    Metrics,
    /// Metrics of the machine the job ran on.
    MetricsReferee,
    /// Network metrics of the machine the job ran on.
    NetworkReferee,
    /// Code navigation data in the language server index format.
    Lsif,
    /// Variables for later jobs.
    Dotenv,
    /// Test coverage in Cobertura's format.
    Cobertura,
    /// Summary of a Terraform plan.
    Terraform,
    /// Report on accessibility.
    Accessibility,
    /// Applications of a cluster.
    ClusterApplications,
    /// Report on secrets in the code.
    SecretDetection,
    /// Report on requirements, first version.
    Requirements,
    /// Report of coverage-guided fuzzing.
    CoverageFuzzing,
    /// Report on browser performance.
    BrowserPerformance,
    /// Report on performance under load.
    LoadPerformance,
    /// Report of API fuzzing.
    ApiFuzzing,
    /// Report on known weaknesses of images in a cluster.
    ClusterImageScanning,
    /// Bill of materials in the CycloneDX format.
    Cyclonedx,
    /// Report on requirements, second version.
    RequirementsV2,
}
