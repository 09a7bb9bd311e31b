//! Shards, disposable resources and known failures, without a socket.

use reprise_core::{
    Day, DisposableResources, ExistingState, KnownFailureSubject, Outcome, Reason, Shard,
    ShardError, StateSource, TargetVersion, parse_known_failures, plan, select_shard,
};

use crate::shelf_suite;

#[test]
fn every_case_is_in_one_shard_for_ever() {
    for total in 1..=5 {
        for number in 0..200 {
            let id = format!("operation{number}.example");
            let owners =
                (1..=total).filter(|index| Shard::new(*index, total).unwrap().has_case(&id));
            assert_eq!(owners.count(), 1, "{id} of {total}");
        }
    }
    // written down, since reports of different versions are joined
    for (case, shard) in [
        ("getJob.failed-job", "1/3"),
        ("listBooks.two", "1/3"),
        ("a", "2/3"),
    ] {
        let shard: Shard = shard.parse().unwrap();
        assert!(shard.has_case(case), "{case} is not in {shard}");
    }
}

#[test]
fn shards_are_two_numbers() {
    assert_eq!("2/3".parse::<Shard>().unwrap().to_string(), "2/3");
    for (text, expected) in [
        (
            "2",
            "`2` is not a shard; write INDEX/COUNT, for example 2/3",
        ),
        (
            "a/b",
            "`a/b` is not a shard; write INDEX/COUNT, for example 2/3",
        ),
        ("0/3", "shard 0/3 does not exist; shards are 1/3 to 3/3"),
        ("4/3", "shard 4/3 does not exist; shards are 1/3 to 3/3"),
    ] {
        let error: ShardError = text.parse::<Shard>().unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_shard_keeps_cases_that_are_not_selected_and_leaves_others_to_their_shards() {
    let (document, suite, schemas) = shelf_suite(&[]);
    let whole = || {
        plan(
            &document,
            &suite,
            &schemas,
            &StateSource::Existing(ExistingState::default()),
            &|case| !case.id.as_str().starts_with("getText"),
        )
    };
    let mut ids = Vec::new();
    for index in 1..=3 {
        let part = select_shard(whole(), &suite, Shard::new(index, 3).unwrap());
        assert_eq!(part.cases.len() + part.skips.len(), suite.cases.len());
        let not_chosen = part
            .skips
            .iter()
            .filter(|skip| skip.outcome == Outcome::Skipped(Reason::NotChosen));
        assert!(
            not_chosen.count() > 0,
            "getText was not chosen, in any shard"
        );
        ids.extend(part.cases.iter().map(|planned| planned.case.id.to_string()));
        ids.extend(part.skips.iter().filter_map(|skip| {
            let reason = format!("{:?}", skip.outcome);
            (!reason.contains("OtherShard") && !reason.contains("NotChosen"))
                .then(|| skip.case.id.to_string())
        }));
    }
    ids.sort();
    let mut chosen: Vec<String> = suite
        .cases
        .iter()
        .map(|case| case.id.to_string())
        .filter(|id| !id.starts_with("getText"))
        .collect();
    chosen.sort();
    assert_eq!(ids, chosen);
}

#[test]
fn only_what_is_disposable_is_changed() {
    let (document, suite, schemas) = shelf_suite(&[]);
    let changing = |bound: &[&str], disposable: &[&str]| {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let state = StateSource::Existing(ExistingState {
            given_params: names(bound),
            disposable: DisposableResources::Listed {
                params: names(disposable),
                operations: Vec::new(),
            },
            ..ExistingState::default()
        });
        let plan = plan(&document, &suite, &schemas, &state, &|_| true);
        let changing = plan.cases.iter().filter(|planned| !planned.case.is_safe());
        changing
            .map(|planned| planned.case.id.to_string())
            .collect::<Vec<_>>()
    };
    // the path of addBook has no parameters, so no parameter makes its change disposable
    assert_eq!(changing(&["id"], &["id"]), Vec::<String>::new());
    assert_eq!(changing(&["id"], &[]), Vec::<String>::new());
}

#[test]
fn releases_are_compared_number_by_number() {
    let release = |text: &str| TargetVersion::try_from(text.to_owned()).unwrap();
    for (less, more) in [("17.4", "17.10"), ("v17.4.0", "17.4.1-ee"), ("9", "10")] {
        assert!(release(less) < release(more), "{less} {more}");
    }
    assert!(release("17") <= release("17.0.0") && release("17") >= release("17.0.0"));
    for text in ["", "latest", "17..4", "-ee"] {
        assert!(TargetVersion::try_from(text.to_owned()).is_err(), "{text}");
    }
}

#[test]
fn known_failures_are_read() {
    let known_failures = parse_known_failures(
        "d.yaml",
        "- { finding: 0a1b2c3d4e5f, case: a.b, expires: 2027-03-31, untriaged: true }\n- { case: a.b, claim: /paths, reason: so, owner: us, issue: 'https://a.example/1', expires: 2027-03-31, introduced: 16.0, fixed: 17.10 }\n",
    )
    .unwrap();
    assert_eq!(
        known_failures[0].subject,
        KnownFailureSubject::Finding {
            id: "0a1b2c3d4e5f".into(),
            case: Some("a.b".into())
        }
    );
    assert!(known_failures[0].untriaged);
    assert_eq!(known_failures[1].place, "d.yaml:2:3");
    assert_eq!(
        known_failures[1].fixed,
        Some(TargetVersion::try_from("17.10".to_owned()).unwrap())
    );
    assert_eq!(
        parse_known_failures("d.yaml", "# none yet\n\n").unwrap(),
        []
    );
}

#[test]
fn days_are_days() {
    let day = Day::of(1_800_000_000);
    assert_eq!(day.to_string(), "2027-01-15");
    assert_eq!(day.add_days(30).to_string(), "2027-02-14");
    assert_eq!(Day::try_from("2027-01-15".to_owned()), Ok(day));
    for text in ["2027-02-30", "27-1-1", "tomorrow", ""] {
        assert!(Day::try_from(text.to_owned()).is_err(), "{text}");
    }
}
