//! Cycles in a graph of modules.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::graph::{Graph, ModulePath};

/// How many cycles of a group are listed.
const MAX_LISTED_CYCLES: usize = 8;

/// Every group of modules that import each other, with its shortest cycles and the reason for each edge.
pub(crate) fn describe_cycles(graph: &Graph) -> Vec<String> {
    let reachable: BTreeMap<&ModulePath, BTreeSet<&ModulePath>> = graph
        .keys()
        .map(|module| (module, reachable_modules(graph, module)))
        .collect();
    let reaches = |from: &ModulePath, to: &ModulePath| {
        reachable
            .get(from)
            .is_some_and(|reached| reached.contains(to))
    };
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for module in graph.keys() {
        if !reaches(module, module) || done.contains(module) {
            continue;
        }
        let group: Vec<&ModulePath> = graph
            .keys()
            .filter(|other| reaches(module, other) && reaches(other, module))
            .collect();
        done.extend(group.iter().copied());
        let mut ways: Vec<Vec<&ModulePath>> = group
            .iter()
            .filter_map(|start| shortest_cycle(graph, start))
            .collect();
        ways.sort_by_key(Vec::len);
        let mut seen = BTreeSet::new();
        // the same cycle is found once from each of its modules
        ways.retain(|way| seen.insert(way.iter().copied().collect::<BTreeSet<_>>()));
        found.push(describe(graph, group.len(), &ways));
    }
    found
}

/// The modules that a module imports, directly or through others.
fn reachable_modules<'a>(graph: &'a Graph, module: &ModulePath) -> BTreeSet<&'a ModulePath> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&ModulePath> = graph
        .get(module)
        .into_iter()
        .flat_map(BTreeMap::keys)
        .collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(graph.get(next).into_iter().flat_map(BTreeMap::keys));
        }
    }
    reached
}

/// The shortest way from a module back to itself; the last module is the first.
fn shortest_cycle<'a>(graph: &'a Graph, start: &'a ModulePath) -> Option<Vec<&'a ModulePath>> {
    let mut previous: BTreeMap<&ModulePath, &ModulePath> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(module) = open.pop_front() {
        for next in graph.get(module).into_iter().flat_map(BTreeMap::keys) {
            if next == start {
                let mut way = vec![start];
                let mut last = module;
                while last != start {
                    way.push(last);
                    last = previous[last];
                }
                way.push(start);
                way.reverse();
                return Some(way);
            }
            if !previous.contains_key(next) {
                previous.insert(next, module);
                open.push_back(next);
            }
        }
    }
    None
}

fn describe(graph: &Graph, size: usize, ways: &[Vec<&ModulePath>]) -> String {
    let mut text = format!("{size} modules import each other:");
    let mut separator = "";
    for way in ways.iter().take(MAX_LISTED_CYCLES) {
        text.push_str(separator);
        separator = "\n";
        for pair in way.windows(2) {
            let reason = &graph[pair[0]][pair[1]];
            text.push_str(&format!(
                "\n  {} -> {}  ({}: {})",
                module_name(pair[0]),
                module_name(pair[1]),
                reason.place,
                reason.path
            ));
        }
    }
    if ways.len() > MAX_LISTED_CYCLES {
        text.push_str(&format!(
            "\n\n  and {} other cycles",
            ways.len() - MAX_LISTED_CYCLES
        ));
    }
    text
}

fn module_name(module: &ModulePath) -> String {
    if module.is_empty() {
        "crate".to_owned()
    } else {
        module.join("::")
    }
}
