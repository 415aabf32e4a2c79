//! Bytes to text: UTF-8, or UTF-16 with its mark, and a plain word where it is neither.

/// The text of a file, without the mark that some programs put in front of it.
///
/// # Errors
/// A plain sentence where the bytes are no text.
pub(crate) fn text(bytes: &[u8]) -> Result<String, String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes)),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
        format!("line {line} has characters that are not Unicode text: save the file as UTF-8 (in Word: plain text, Unicode)")
    })?;
    match text.bytes().position(|byte| byte == 0) {
        Some(_) => Err("this is not a text file: save it as plain text (UTF-8)".to_string()),
        None => Ok(text.to_string()),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .map_err(|_| "the file is marked as UTF-16 and is not: save it as UTF-8".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_encoding_is_read_and_noise_is_refused() {
        let utf16: Vec<u8> = "\u{feff}say 你好".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16).as_deref(), Ok("say 你好"));
        assert_eq!(text("\u{feff}say".as_bytes()).as_deref(), Ok("say"));
        assert!(text(b"ok\nbad \xe9").is_err_and(|message| message.contains("line 2")));
        assert!(text(b"a\0b").is_err());
    }
}
