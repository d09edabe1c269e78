//! Which requests travel together: at most 20 in a batch, and never apart from what they depend on.
//!
//! Graph takes three patterns: no dependencies; each request depends on the one before; several depend on the same one.
//! <https://learn.microsoft.com/graph/json-batching#sequencing-requests-with-the-dependson-property>

use crate::error::Error;

/// How many requests a batch holds.
pub(super) const MOST: usize = 20;

/// The batches, each with the indices of its requests. `before` says for each request which one it depends on.
///
/// # Errors
/// [`Error::is_build`] for dependencies that Graph doesn't take.
#[inline]
pub(super) fn plan(before: &[Option<usize>]) -> Result<Vec<Vec<usize>>, Error> {
    let mut groups: Vec<Vec<(usize, usize)>> = vec![Vec::new(); before.len()];
    for (request, (root, depth)) in roots(before)?.into_iter().enumerate() {
        if let Some(group) = groups.get_mut(root) {
            group.push((depth, request));
        }
    }
    let (alone, mut chained): (Vec<_>, Vec<_>) =
        groups.into_iter().filter(|group| !group.is_empty()).partition(|group| group.len() == 1);
    let alone: Vec<usize> = alone.iter().flatten().map(|(_, request)| *request).collect();
    let mut batches: Vec<Vec<usize>> = alone.chunks(MOST).map(<[usize]>::to_vec).collect();
    for group in &mut chained {
        check(group)?;
        group.sort_unstable();
        batches.push(group.iter().map(|(_, request)| *request).collect());
    }
    Ok(batches)
}

/// What each request depends on in the end, and over how many steps. Each step is taken once, however long a row is.
#[inline]
fn roots(before: &[Option<usize>]) -> Result<Vec<(usize, usize)>, Error> {
    let mut known: Vec<Option<(usize, usize)>> = vec![None; before.len()];
    let mut row = Vec::new();
    for request in 0..before.len() {
        let mut at = request;
        let (root, mut depth) = loop {
            if let Some(known) = known.get(at).copied().flatten() {
                break known;
            }
            row.push(at);
            if row.len() > before.len() {
                return Err(Error::build("the requests of the batch depend on each other in a circle"));
            }
            match before.get(at).copied().flatten() {
                Some(next) => at = next,
                None => {
                    row.pop();
                    if let Some(slot) = known.get_mut(at) {
                        *slot = Some((at, 0));
                    }
                    break (at, 0);
                }
            }
        };
        while let Some(dependent) = row.pop() {
            depth += 1;
            if let Some(slot) = known.get_mut(dependent) {
                *slot = Some((root, depth));
            }
        }
    }
    Ok(known.into_iter().flatten().collect())
}

/// One after the other, or all on the same one.
#[inline]
fn check(group: &[(usize, usize)]) -> Result<(), Error> {
    if group.len() > MOST {
        return Err(Error::build(format!(
            "{} requests of the batch depend on each other, and a batch holds {MOST}",
            group.len()
        )));
    }
    let at = |depth| group.iter().filter(|(its, _)| *its == depth).count();
    let in_a_row = (0..group.len()).all(|depth| at(depth) == 1);
    let on_the_same = at(1) + 1 == group.len();
    if in_a_row || on_the_same {
        return Ok(());
    }
    Err(Error::build(
        "the dependencies in the batch branch: each request depends on the one before, or all on the same one",
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rows_and_stars_travel_whole_and_the_rest_in_twenties() {
        let mut before = vec![None; 45];
        before.extend([Some(44), Some(45), Some(46)]);
        before.extend([None, Some(48), Some(48), Some(48)]);
        let batches = plan(&before).unwrap();
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 4, 4, 4]);
        assert_eq!(batches[3], [44, 45, 46, 47]);
        assert_eq!(batches[4], [48, 49, 50, 51]);
        // A row that was declared backwards runs forwards.
        assert_eq!(plan(&[Some(1), Some(2), None]).unwrap(), [[2, 1, 0]]);
    }

    #[test]
    fn what_graph_does_not_take_is_refused() {
        let message = |before: &[Option<usize>]| plan(before).unwrap_err().to_string();
        assert!(message(&[Some(1), Some(0)]).contains("circle"));
        assert!(message(&[Some(0)]).contains("circle"));
        assert!(message(&[None, Some(0), Some(0), Some(1)]).contains("branch"));
        let row: Vec<_> = (0..21_usize).map(|request| request.checked_sub(1)).collect();
        assert!(message(&row).contains("21 requests"));
        assert!(plan(&row[..20]).is_ok());
    }

    /// Each request walked up its whole row once: minutes for this many.
    #[test]
    fn a_long_row_costs_its_length_and_no_more() {
        const LENGTH: usize = 200_000;
        let forwards: Vec<_> = (0..LENGTH).map(|request| request.checked_sub(1)).collect();
        let backwards: Vec<_> =
            (0..LENGTH).map(|request| (request + 1 < LENGTH).then_some(request + 1)).collect();
        let circle: Vec<_> = (0..LENGTH).map(|request| Some((request + 1) % LENGTH)).collect();
        for row in [forwards, backwards] {
            let message = plan(&row).unwrap_err().to_string();
            assert!(message.contains("200000 requests") && message.contains("holds 20"), "{message}");
        }
        assert!(plan(&circle).unwrap_err().to_string().contains("circle"));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_split_or_out_of_order(
            groups in proptest::collection::vec((1_usize..25, any::<bool>()), 0..12),
        ) {
            let mut before = Vec::new();
            for (size, in_a_row) in &groups {
                let first = before.len();
                before.extend((0..*size).map(|at| {
                    at.checked_sub(1).map(|previous| first + if *in_a_row { previous } else { 0 })
                }));
            }
            let planned = plan(&before);
            prop_assert_eq!(planned.is_err(), groups.iter().any(|(size, _)| *size > MOST));
            let Ok(batches) = planned else { return Ok(()) };
            let mut seen: Vec<usize> = batches.concat();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..before.len()).collect::<Vec<_>>());
            for batch in &batches {
                prop_assert!(batch.len() <= MOST);
                for (at, request) in batch.iter().enumerate() {
                    if let Some(before) = before[*request] {
                        prop_assert!(batch[..at].contains(&before));
                    }
                }
            }
        }
    }
}
