//! Which word somebody may have meant.

const LONGEST: usize = 40;

/// How far `wrong` is from `right`: two for each letter to insert, remove or exchange (Levenshtein 1965), one for each
/// that differs in case only.
///
/// Compared by beginnings only: nobody mistypes a word of that length, and the effort is quadratic.
pub fn misspelling(wrong: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(LONGEST).collect();
    let mut row: Vec<usize> = (0..=right.len()).map(|insertions| insertions * 2).collect();
    for (i, l) in wrong.chars().take(LONGEST).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], (i + 1) * 2);
        for (j, &r) in right.iter().enumerate() {
            let exchange = if l == r {
                0
            } else if l.eq_ignore_ascii_case(&r) {
                1
            } else {
                2
            };
            let best = (diagonal + exchange).min(row[j] + 2).min(row[j + 1] + 2);
            diagonal = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row[right.len()]
}

/// The word that `wrong` was probably meant to be: at most two letters differ, and at most half of them.
pub fn meant<'w>(wrong: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let nearest = words.into_iter().map(|word| (misspelling(wrong, word), word)).min();
    nearest.filter(|(distance, _)| *distance <= 4 && *distance <= wrong.chars().count()).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_two_and_their_case_one() {
        assert_eq!(misspelling("kitten", "sitting"), 6);
        assert_eq!((misspelling("", "abc"), misspelling("AB", "ab"), misspelling("ab", "ab")), (6, 2, 0));
        assert_eq!(misspelling(&"x".repeat(10_000), "x"), 78);
    }

    #[test]
    fn only_a_near_word_was_meant() {
        assert_eq!(meant("fnid", ["label", "find"]), Some("find"));
        assert_eq!(meant("were", ["where"]), Some("where"));
        assert_eq!((meant("colour", ["label", "find"]), meant("at", ["to"]), meant("x", [])), (None, None, None));
    }
}
