//! What stands for the names of types where the compiler compares them: written by the macros, read by the runtime.
//!
//! Of each name it is the last 21 bits of FNV-1a and never 0, the first name in the lowest bits. One number, since that is a
//! constant without anything to evaluate. It has room for six names, and Graph derives five deep.
//! <https://www.rfc-editor.org/rfc/rfc9923>

/// Those of a type's name and of its bases' names, the type's own in the lowest bits; 0 where nothing is known.
pub type Ids = u128;

const BITS: u32 = 21;
const NAMES: usize = 6;
const FIRST: Ids = (1 << BITS) - 1;

/// What stands for these names; of more than there is room for nothing is said.
pub fn of(names: &[String]) -> Ids {
    if names.len() > NAMES {
        return 0;
    }
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    names.iter().rev().fold(0, |ids, name| {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, step);
        ids << BITS | (Ids::from(hash) & FIRST).max(1)
    })
}

/// Whether the first of the others is one of them.
pub const fn have(mut ids: Ids, others: Ids) -> bool {
    while ids != 0 {
        if ids & FIRST == others & FIRST {
            return true;
        }
        ids >>= BITS;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{have, of};

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|number| format!("microsoft.graph.type{number}")).collect()
    }

    #[test]
    fn each_name_is_found_and_no_other() {
        let all = names(7);
        let six = of(&all[..6]);
        for name in &all {
            let found = have(six, of(std::slice::from_ref(name)));
            assert_eq!(found, *name != all[6], "{name}");
        }
        assert!(have(six, six) && !have(of(&all[1..2]), six));
    }

    #[test]
    fn of_too_many_and_of_none_nothing_is_known() {
        assert_eq!((of(&names(7)), of(&[])), (0, 0));
        assert!(!have(0, of(&names(1))));
    }

    #[test]
    fn they_are_those_of_fnv_1a() {
        // The last 21 bits of 0xaf63dc4c8601ec8c and of 0xcbf29ce484222325.
        assert_eq!(of(&["a".to_owned(), String::new()]), 0x2_2325 << 21 | 0x1_ec8c);
    }
}
