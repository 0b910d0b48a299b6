//! What stands for a value that is not known yet: `{{x}}`, `${x}`, `$x`, `<x>`, `%s`, `#{x}`.

/// Longest placeholder, in bytes.
const TEMPLATE_BYTES_MAX: usize = 256;

/// The length of the placeholder that begins there, if one does.
#[must_use]
pub fn template_len(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let bytes = rest.as_bytes();
    let second = bytes.get(1).copied().unwrap_or(b' ');
    match bytes.first()? {
        b'{' if second != b'"' && second != b'}' => closed(rest, 0, b'{', b'}'),
        b'#' if second.is_ascii_alphabetic() => hashed(bytes),
        b'$' | b'#' if second == b'{' => closed(rest, 1, b'{', b'}'),
        b'$' | b'\\' if second == b'(' => closed(rest, 1, b'(', b')'),
        b'$' | b'#' if second == b'[' => closed(rest, 1, b'[', b']'),
        b'$' if word_byte(second) || second == b'$' => Some(dollar(bytes)),
        b'@' if second == b'(' => closed(rest, 1, b'(', b')'),
        b'@' if second == b'{' => closed(rest, 1, b'{', b'}'),
        b'@' | b':' if second.is_ascii_alphabetic() || second == b'_' => Some(1 + word(bytes, 1)),
        b'<' if second == b'<' => doubled(rest),
        b'<' if second == b'%' || second == b'?' => rest.get(..).and_then(|rest| until(rest, second)),
        b'<' if second.is_ascii_alphanumeric() || second == b'_' => angled(bytes),
        b'%' => percent(rest),
        b'!' => flanked(bytes, b'!'),
        _ => None,
    }
}

fn word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn word(bytes: &[u8], from: usize) -> usize {
    bytes.iter().skip(from).take(TEMPLATE_BYTES_MAX).take_while(|byte| word_byte(**byte)).count()
}

/// To the bracket that closes the one at `from`.
fn closed(rest: &str, from: usize, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in rest.bytes().enumerate().skip(from).take(TEMPLATE_BYTES_MAX) {
        if byte == b'\n' {
            return None;
        } else if byte == open {
            depth += 1;
        } else if byte == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// `$key`, `$env:KEY`, `$this->key`, `$row['key']`, `$key.secret`.
fn dollar(bytes: &[u8]) -> usize {
    let mut at = 1 + bytes.iter().skip(1).take_while(|byte| **byte == b'$').count();
    at += word(bytes, at);
    loop {
        let next = bytes.get(at..).unwrap_or_default();
        let joint = match next {
            [b'-', b'>', byte, ..] if word_byte(*byte) => 2,
            [b':', byte, ..] if word_byte(*byte) => 1,
            [b'.', byte, ..] if byte.is_ascii_alphabetic() => 1,
            _ => return at,
        };
        at += joint + word(bytes, at + joint);
    }
}

/// `#application.key#` of ColdFusion.
fn hashed(bytes: &[u8]) -> Option<usize> {
    let within =
        |byte: &u8| word_byte(*byte) || matches!(byte, b'.' | b'[' | b']' | b'(' | b')' | b'\'' | b'"');
    let name = bytes.iter().skip(1).take(TEMPLATE_BYTES_MAX).take_while(|byte| within(byte)).count();
    (bytes.get(name + 1) == Some(&b'#')).then_some(name + 2)
}

/// `%ENVIRONMENT(KEY)%`, `%REQ(X-KEY?Y):10%` of Envoy.
fn commanded(rest: &str) -> Option<usize> {
    let name = rest.bytes().skip(1).take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_').count();
    let arguments = rest.get(1 + name..).filter(|rest| name > 1 && rest.starts_with('('))?;
    let end = 1 + name + closed(arguments, 0, b'(', b')')?;
    let limit = rest.get(end..)?.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':').count();
    rest.get(end + limit..)?.starts_with('%').then_some(end + limit + 1)
}

/// `<%= key %>`, `<?= $key ?>`.
fn until(rest: &str, mark: u8) -> Option<usize> {
    let end: &[u8] = if mark == b'%' { b"%>" } else { b"?>" };
    let within = rest.as_bytes().get(2..rest.len().min(TEMPLATE_BYTES_MAX))?;
    Some(2 + within.windows(2).position(|pair| pair == end)? + 2)
}

/// `<<key>>`.
fn doubled(rest: &str) -> Option<usize> {
    let name = rest.get(2..)?;
    let len = name
        .bytes()
        .take(TEMPLATE_BYTES_MAX)
        .take_while(|byte| word_byte(*byte) || matches!(byte, b'-' | b'.' | b' ' | b'$'))
        .count();
    (len > 0 && name.get(len..).is_some_and(|end| end.starts_with(">>"))).then_some(len + 4)
}

/// `<key>`, `<your key>`: no tag, so that nothing in it is quoted.
fn angled(bytes: &[u8]) -> Option<usize> {
    let end = bytes.iter().take(TEMPLATE_BYTES_MAX).position(|byte| matches!(byte, b'>' | b'\n' | b'"'))?;
    (bytes.get(end) == Some(&b'>')).then_some(end + 1)
}

/// `%s`, `%1$s`, `%(key)s`, `%{key}`, `%KEY%`, `%@`; `%1` and `%~1`.
fn percent(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    match bytes.get(1)? {
        b's' | b'S' | b'v' | b'q' | b'@' => Some(2),
        b'+' if bytes.get(2) == Some(&b'v') => Some(3),
        b'd' | b'i' if !bytes.get(2).is_some_and(u8::is_ascii_hexdigit) => Some(2),
        b'(' => Some(closed(rest, 1, b'(', b')')? + 1).filter(|len| rest.is_char_boundary(*len)),
        b'{' => closed(rest, 1, b'{', b'}'),
        b'[' => closed(rest, 1, b'[', b']'),
        b'1'..=b'9' if bytes.get(2) == Some(&b'$') => Some(4).filter(|len| rest.is_char_boundary(*len)),
        b'1'..=b'9' if bytes.get(2).is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'%') => {
            Some(2)
        }
        b'~' if bytes.get(2).is_some_and(u8::is_ascii_digit) => Some(3),
        _ => commanded(rest).or_else(|| flanked(bytes, b'%')),
    }
}

/// `%KEY%`, `!KEY!`: a variable of a batch file, or `%%KEY%%`.
fn flanked(bytes: &[u8], mark: u8) -> Option<usize> {
    let marks = bytes.iter().take(2).take_while(|byte| **byte == mark).count();
    let named = bytes.get(marks).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    let name = word(bytes, marks);
    let letters = bytes.iter().skip(marks).take(name);
    let coded = mark == b'%' && letters.clone().take(2).filter(|byte| byte.is_ascii_hexdigit()).count() == 2;
    let long = name >= if coded { 4 } else { 1 };
    let ends = bytes.get(marks + name..).is_some_and(|rest| rest.starts_with(&[mark]));
    let coded_end = mark == b'%'
        && bytes
            .get(marks + name + 1..marks + name + 3)
            .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    (named && long && ends && !(coded && coded_end))
        .then_some(2 * marks + name)
        .filter(|len| *len <= bytes.len())
}

#[cfg(test)]
mod tests {
    use super::template_len;

    #[test]
    fn placeholders_are_as_long_as_they_are() {
        for text in [
            "{{key}}",
            "{{ key }}",
            "${key}",
            "${a.b[\"c\"]}",
            "$key",
            "$env:KEY",
            "$this->key",
            "$(get key)",
            "{key}",
            "{0}",
            "<key>",
            "<your key>",
            "<%= key %>",
            "<?= $key ?>",
            "%s",
            "%v",
            "%(key)s",
            "%1$s",
            "%KEY%",
            "#{key}",
            "\\(key)",
            ":key",
            "@key",
            "@{key}",
            "%{key}",
            "!KEY!",
            "$$key",
            "$1",
            "%FLOWGEAR_KEY%",
            "%3",
            "%~1",
            "%ENVIRONMENT(KEY)%",
            "%REQ(X-KEY?Y):10%",
            "#application.key#",
        ] {
            assert_eq!(template_len(text, 0), Some(text.len()), "{text}");
            assert_eq!(template_len(&format!("{text}&b=1"), 0), Some(text.len()), "{text}&b=1");
        }
    }

    #[test]
    fn values_are_no_placeholders() {
        for text in [
            "abc", "%2Dabc", "$", "{", "{}", "<", "</a>", "%", "#abc", ":", "%ab%cd", "%AB%20", "%3D", "%20",
            "#a&b#c", "%AB(c)",
        ] {
            assert_eq!(template_len(text, 0), None, "{text}");
        }
    }
}
