//! Our own accounts, as statements write them.

/// Tells whether two accounts are known and not one: some statements write a part of the number.
pub(super) fn contradict(one: &str, other: &str) -> bool {
    !one.contains(other) && !other.contains(one)
}
