//! A message that is put together while compiling, where it is said: expansions have the names in it and no sentences, since
//! each letter of a literal costs the compiler something.

/// A text with an end: what doesn't fit is left out.
pub(super) struct Message {
    text: [u8; Self::ROOM],
    length: usize,
}

impl Message {
    /// Names in a message are shortened to 300 bytes and a command.
    const ROOM: usize = 1024;

    pub(super) const fn new(mut parts: &[&str]) -> Self {
        let mut message = Self { text: [0; Self::ROOM], length: 0 };
        while let [part, rest @ ..] = parts {
            message.push(part);
            parts = rest;
        }
        message
    }

    const fn push(&mut self, part: &str) {
        if let Some((_, room)) = self.text.split_at_mut_checked(self.length)
            && let Some((room, _)) = room.split_at_mut_checked(part.len())
        {
            room.copy_from_slice(part.as_bytes());
            self.length += part.len();
        }
    }

    pub(super) const fn as_str(&self) -> &str {
        let text = match self.text.split_at_checked(self.length) {
            Some((text, _)) => text,
            None => &[],
        };
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn parts_stand_in_a_row_and_what_has_no_room_is_left_out() {
        assert_eq!(Message::new(&["`", "é", "` is lost"]).as_str(), "`é` is lost");
        let long = "x".repeat(Message::ROOM);
        assert_eq!(Message::new(&["a", &long, "b"]).as_str(), "ab");
        assert_eq!(Message::new(&[]).as_str(), "");
    }
}
