//! Faults of lists: their order, their last pages, and the headers that link their pages.

use jobs_api::operations::Operation;

use crate::fault::change::Change;
use crate::fault::class::Class;
use crate::fault::definition::Definition;
use crate::fault::list_change::ListChange;

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Definition> {
    use Class::{CountBroken, HeaderChanged, OrderBroken, PageBroken};
    use Operation::{ListPipelineBridges, ListPipelineJobs, ListProjectJobs};
    let project = &[ListProjectJobs][..];
    let pipeline = &[ListPipelineJobs, ListPipelineBridges][..];
    let all = &[ListProjectJobs, ListPipelineJobs, ListPipelineBridges][..];
    let table = rows! {
        all, "order.reversed", OrderBroken, "the oldest job comes first", ListChange::Reversed;
        &[ListPipelineJobs][..], "order.first-last", OrderBroken, "the newest job comes last", ListChange::FirstLast;
        &[ListPipelineBridges][..], "order.by-name", OrderBroken, "jobs are sorted by name", ListChange::ByName;
        &[ListProjectJobs, ListPipelineBridges][..], "page.first-lost", PageBroken, "the first job of a page is left out", ListChange::FirstLost;
        &[ListProjectJobs][..], "page.last-lost", PageBroken, "the last job of a page is left out", ListChange::LastLost;
        &[ListPipelineJobs], "page.last-twice", PageBroken, "the last job of a page is there twice", ListChange::LastTwice;
        pipeline, "total.one-more", CountBroken, "X-Total counts one more than there is", ListChange::Counted("x-total", 1);
        pipeline, "total.of-the-page", CountBroken, "X-Total counts the page, not the list", ListChange::TotalOfPage;
        pipeline, "total-pages.one-less", CountBroken, "X-Total-Pages counts one less than there is", ListChange::Counted("x-total-pages", -1);
        project, "total.there", CountBroken, "X-Total is present in a list without a count", ListChange::TotalAdded;
        &[ListProjectJobs, ListPipelineJobs][..], "x-page.counted-from-zero", HeaderChanged, "X-Page counts from 0", ListChange::Counted("x-page", -1);
        &[ListPipelineJobs][..], "neighbours.swapped", HeaderChanged, "X-Next-Page and X-Prev-Page are swapped", ListChange::NeighboursSwapped;
        &[ListProjectJobs, ListPipelineBridges][..], "next.for-ever", HeaderChanged, "X-Next-Page names a next page after the last one", ListChange::NextForEver;
        &[ListPipelineJobs, ListPipelineBridges][..], "next.never", HeaderChanged, "X-Next-Page is always empty", ListChange::NextNever;
        &[ListProjectJobs, ListPipelineJobs, ListPipelineBridges][..], "link.next-lost", HeaderChanged, "Link does not lead to the next page", ListChange::LinkLost("next");
        &[ListProjectJobs, ListPipelineJobs][..], "link.prev-lost", HeaderChanged, "Link does not lead to the page before", ListChange::LinkLost("prev");
        project, "link.first-lost", HeaderChanged, "Link does not lead to the first page", ListChange::LinkLost("first");
        pipeline, "link.last-lost", HeaderChanged, "Link does not lead to the last page", ListChange::LinkLost("last");
        &[ListProjectJobs, ListPipelineBridges][..], "link.loops", HeaderChanged, "Link leads from a page to the same page", ListChange::LinkLoops;
        all, "link.loses-scope", HeaderChanged, "links forget the scope", ListChange::LinkForgets("scope");
        project, "link.loses-per_page", HeaderChanged, "links forget how many items a page holds", ListChange::LinkForgets("per_page");
        &[ListPipelineJobs], "link.loses-include_retried", HeaderChanged, "links forget `include_retried`", ListChange::LinkForgets("include_retried");
        &[ListPipelineBridges], "link.elsewhere", HeaderChanged, "links lead to another server", ListChange::LinkElsewhere;
        project, "keyset.link-lost", PageBroken, "by cursor, Link never leads to the next page", ListChange::CursorLost;
        project, "keyset.link-for-ever", PageBroken, "by cursor, Link leads on after the last page", ListChange::CursorForEver;
        project, "keyset.cursor-of-the-first", PageBroken, "by cursor, the next page begins after the first job of this one", ListChange::CursorOfFirst;
        project, "keyset.page-headers", HeaderChanged, "by cursor, X-Page is there", ListChange::CursorCounted;
    };
    table
        .into_iter()
        .flat_map(|(operations, what, class, breaks, change)| {
            operations.iter().map(move |operation| {
                Definition::of(*operation, what, class, breaks, Change::list(change))
            })
        })
        .collect()
}
