//! A pair of schemas that are compared, and the effect of a change on the accepted values.

use jsonptr::Pointer;

use super::label::Label;
use super::witness::{self, WitnessSearch};
use crate::change::{Class, Direction, Kind, Witness};
use crate::comparison::{ChangeDraft, Comparison, Scope};

/// The effect of a change on the values that a schema accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaEffect {
    /// Fewer are accepted now.
    Narrower,
    /// More are accepted now.
    Wider,
    /// Both.
    Other,
}

impl SchemaEffect {
    /// Requests may accept more than before, and responses may contain less; the opposite breaks clients.
    pub(crate) fn class(self, direction: Direction) -> Class {
        match (self, direction) {
            (Self::Narrower, Direction::Response) | (Self::Wider, Direction::Request) => {
                Class::Compatible
            }
            _ => Class::Breaking,
        }
    }
}

/// Compares two schemas in a direction, and all schemas below them.
pub(crate) type CompareSchemas =
    fn(&mut Comparison<'_>, Option<&Scope<'_>>, Direction, &Pointer, &Pointer);

/// Two schemas that are being compared, and how sentences name them.
pub(crate) struct SchemaPair<'a> {
    pub(crate) direction: Direction,
    pub(crate) old: &'a Pointer,
    pub(crate) new: &'a Pointer,
    /// The subject of the schemas; `None` for a component.
    pub(crate) scope: Option<&'a Scope<'a>>,
    /// The values of the schemas.
    pub(crate) label: Label,
    /// Compares schemas below these. A function pointer, because a rule cannot import the module that calls it.
    pub(crate) compare_schemas: CompareSchemas,
}

impl SchemaPair<'_> {
    /// Reports a change of this pair at two places, with a value that shows it if the search finds one.
    pub(crate) fn report(
        &self,
        comparison: &mut Comparison<'_>,
        (kind, class): (Kind, Class),
        places: (&Pointer, &Pointer),
        sentence: String,
        search: Option<WitnessSearch>,
    ) {
        let witness = match (class, search) {
            (Class::Breaking, Some(search)) => self.find_witness(comparison, &search),
            _ => None,
        };
        let mut draft = ChangeDraft::new(kind, class, places.0, places.1, sentence);
        draft.direction = Some(self.direction);
        draft.witness = witness;
        comparison.report_shared(self.scope.map(|scope| scope.operation), draft);
    }

    /// Finds a value that one of the schemas accepts and the other one does not, so that clients break.
    pub(crate) fn find_witness(
        &self,
        comparison: &Comparison<'_>,
        search: &WitnessSearch,
    ) -> Option<Witness> {
        witness::find(comparison, self.direction, (self.old, self.new), search)
    }

    /// Compares two schemas below these.
    pub(crate) fn compare_below(
        &self,
        comparison: &mut Comparison<'_>,
        old: &Pointer,
        new: &Pointer,
    ) {
        (self.compare_schemas)(comparison, self.scope, self.direction, old, new);
    }
}
