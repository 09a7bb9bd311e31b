//! Faults of lists: their order, their last pages, and the headers that link their pages.

use jobs_api::operations::Operation;

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::list_change::ListChange;

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    use Class::{CountBroken, HeaderChanged, OrderBroken, PageBroken};
    use Operation::{ListPipelineBridges, ListPipelineJobs, ListProjectJobs};
    let project = &[ListProjectJobs][..];
    let pipeline = &[ListPipelineJobs, ListPipelineBridges][..];
    let all = &[ListProjectJobs, ListPipelineJobs, ListPipelineBridges][..];
    let table = rows! {
        all, "order.reversed", OrderBroken, "the oldest job comes first", ListChange::Reverse;
        &[ListPipelineJobs][..], "order.first-last", OrderBroken, "the newest job comes last", ListChange::MoveFirstToEnd;
        &[ListPipelineBridges][..], "order.by-name", OrderBroken, "jobs are sorted by name", ListChange::SortByName;
        &[ListProjectJobs, ListPipelineBridges][..], "page.first-lost", PageBroken, "the first job of a page is left out", ListChange::DropFirst;
        &[ListProjectJobs][..], "page.last-lost", PageBroken, "the last job of a page is left out", ListChange::DropLast;
        &[ListPipelineJobs], "page.last-twice", PageBroken, "the last job of a page is there twice", ListChange::RepeatLast;
        pipeline, "total.one-more", CountBroken, "X-Total counts one more than there is", ListChange::AddToHeader("x-total", 1);
        pipeline, "total.of-the-page", CountBroken, "X-Total counts the page, not the list", ListChange::UsePageTotal;
        pipeline, "total-pages.one-less", CountBroken, "X-Total-Pages counts one less than there is", ListChange::AddToHeader("x-total-pages", -1);
        project, "total.there", CountBroken, "X-Total is present in a list without a count", ListChange::AddTotal;
        &[ListProjectJobs, ListPipelineJobs][..], "x-page.counted-from-zero", HeaderChanged, "X-Page counts from 0", ListChange::AddToHeader("x-page", -1);
        &[ListPipelineJobs][..], "neighbours.swapped", HeaderChanged, "X-Next-Page and X-Prev-Page are swapped", ListChange::SwapNeighbours;
        &[ListProjectJobs, ListPipelineBridges][..], "next.for-ever", HeaderChanged, "X-Next-Page names a next page after the last one", ListChange::AddNextPage;
        &[ListPipelineJobs, ListPipelineBridges][..], "next.never", HeaderChanged, "X-Next-Page is always empty", ListChange::DropNextPage;
        &[ListProjectJobs, ListPipelineJobs, ListPipelineBridges][..], "link.next-lost", HeaderChanged, "Link does not lead to the next page", ListChange::DropLink("next");
        &[ListProjectJobs, ListPipelineJobs][..], "link.prev-lost", HeaderChanged, "Link does not lead to the page before", ListChange::DropLink("prev");
        project, "link.first-lost", HeaderChanged, "Link does not lead to the first page", ListChange::DropLink("first");
        pipeline, "link.last-lost", HeaderChanged, "Link does not lead to the last page", ListChange::DropLink("last");
        &[ListProjectJobs, ListPipelineBridges][..], "link.loops", HeaderChanged, "Link leads from a page to the same page", ListChange::LinkToSamePage;
        all, "link.loses-scope", HeaderChanged, "links forget the scope", ListChange::DropLinkParameter("scope");
        project, "link.loses-per_page", HeaderChanged, "links forget how many items a page holds", ListChange::DropLinkParameter("per_page");
        &[ListPipelineJobs], "link.loses-include_retried", HeaderChanged, "links forget `include_retried`", ListChange::DropLinkParameter("include_retried");
        &[ListPipelineBridges], "link.elsewhere", HeaderChanged, "links lead to another server", ListChange::LinkToOtherServer;
        project, "keyset.link-lost", PageBroken, "by cursor, Link never leads to the next page", ListChange::DropCursorLink;
        project, "keyset.link-for-ever", PageBroken, "by cursor, Link leads on after the last page", ListChange::AddCursorLink;
        project, "keyset.cursor-of-the-first", PageBroken, "by cursor, the next page begins after the first job of this one", ListChange::CursorAfterFirst;
        project, "keyset.page-headers", HeaderChanged, "by cursor, X-Page is there", ListChange::AddPageHeaders;
    };
    table
        .into_iter()
        .flat_map(|(operations, what, class, breaks, change)| {
            operations.iter().map(move |operation| {
                FaultDefinition::for_operation(
                    *operation,
                    what,
                    class,
                    breaks,
                    FaultChange::list(change),
                )
            })
        })
        .collect()
}
