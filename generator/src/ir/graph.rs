//! Cycles in a graph of types.

/// The strongly connected component of each node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Component {
    pub root: usize,
    /// More than one node, or one that contains itself.
    pub is_cycle: bool,
}

/// Tarjan's algorithm without recursion, so that long chains cannot overflow the stack.
pub(crate) fn strong_components(edges: &[Vec<usize>]) -> Vec<Component> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let (mut order, mut low) = (vec![UNSEEN; count], vec![UNSEEN; count]);
    let mut on_stack = vec![false; count];
    let mut result = vec![
        Component {
            root: UNSEEN,
            is_cycle: false
        };
        count
    ];
    let (mut stack, mut next) = (Vec::new(), 0);
    for start in 0..count {
        if order.get(start) != Some(&UNSEEN) {
            continue;
        }
        let mut work = vec![(start, 0)];
        while let Some((node, at)) = work.pop() {
            if at == 0 {
                set(&mut order, node, next);
                set(&mut low, node, next);
                next += 1;
                stack.push(node);
                set(&mut on_stack, node, true);
            }
            let targets = edges.get(node).map_or(&[] as &[usize], Vec::as_slice);
            if let Some(&target) = targets.get(at) {
                work.push((node, at + 1));
                if get(&order, target) == UNSEEN {
                    work.push((target, 0));
                } else if get(&on_stack, target) {
                    let least = get(&low, node).min(get(&order, target));
                    set(&mut low, node, least);
                }
                continue;
            }
            if let Some(&(parent, _)) = work.last() {
                let least = get(&low, parent).min(get(&low, node));
                set(&mut low, parent, least);
            }
            if get(&low, node) == get(&order, node) {
                let mut members = Vec::new();
                while let Some(member) = stack.pop() {
                    set(&mut on_stack, member, false);
                    members.push(member);
                    if member == node {
                        break;
                    }
                }
                let is_cycle = members.len() > 1 || targets.contains(&node);
                for member in members {
                    set(&mut result, member, Component { root: node, is_cycle });
                }
            }
        }
    }
    result
}

fn get<T: Copy + Default>(list: &[T], at: usize) -> T {
    list.get(at).copied().unwrap_or_default()
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::strong_components;

    #[test]
    fn cycles_are_told_from_chains() {
        let found = strong_components(&[vec![1], vec![2], vec![1, 3], vec![], vec![4]]);
        assert!(!found[0].is_cycle);
        assert!(found[1].is_cycle && found[1] == found[2]);
        assert!(!found[3].is_cycle);
        assert!(found[4].is_cycle);
    }
}
