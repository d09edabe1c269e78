//! The ids of a call, on its way out and back.

/// A GUID of version 4. <https://www.rfc-editor.org/rfc/rfc9562#section-5.4>
pub(crate) fn guid(random: u128) -> [u8; 36] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let bits = random & !(0xf << 76) | (0x4 << 76);
    let mut bits = bits & !(0x3 << 62) | (0x2 << 62);
    let mut text = [b'-'; 36];
    for (place, out) in text.iter_mut().enumerate().rev() {
        if !matches!(place, 8 | 13 | 18 | 23) {
            *out = DIGITS.get((bits & 0xf) as usize).copied().unwrap_or(b'0');
            bits >>= 4;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::guid;

    #[test]
    fn a_guid_has_its_version_and_variant() {
        assert_eq!(&guid(0), b"00000000-0000-4000-8000-000000000000");
        assert_eq!(&guid(u128::MAX), b"ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(&guid(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef), b"01234567-89ab-4def-8123-456789abcdef");
    }
}
