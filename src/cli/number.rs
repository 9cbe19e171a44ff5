//! Turns a whole number of the command line, as people write large ones, into a count.

/// Reads `100000`, `100_000`, `1e5`, `2.5e5`, `100k`, `10M`; a small `m` would be minutes elsewhere.
///
/// # Errors
/// It is none of these, no whole number, or too large for the machine; the message says what to write. Commas,
/// points and blanks between thousands are refused: half the world reads them as something else.
pub fn count(text: &str) -> Result<u64, String> {
    let lower = text.to_ascii_lowercase();
    let (digits, zeros) = if let Some(millions) = text.strip_suffix('M') {
        (millions, 6)
    } else if let Some(thousands) = lower.strip_suffix('k') {
        (thousands, 3)
    } else if let Some((digits, exponent)) = lower.split_once('e') {
        (digits, exponent.parse::<u32>().map_err(|_| unread(text))?)
    } else {
        (lower.as_str(), 0)
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain = zeros == 0 && digits.contains('.');
    if is_plain || !is_number(whole) || !(digits.len() == whole.len() || is_number(fraction)) {
        return Err(unread(text));
    }
    let fraction = fraction.replace('_', "");
    let fraction = fraction.trim_end_matches('0');
    let missing = u32::try_from(fraction.len()).ok().and_then(|given| zeros.checked_sub(given));
    let scale = missing.ok_or_else(|| format!("`{text}` is not a whole number"))?;
    let digits = format!("{whole}{fraction}").replace('_', "");
    let number = digits.parse::<u64>().ok().zip(10_u64.checked_pow(scale));
    number
        .and_then(|(number, scale)| number.checked_mul(scale))
        .ok_or_else(|| format!("`{text}` is too large"))
}

/// Digits, in groups by single underscores if wanted.
fn is_number(text: &str) -> bool {
    text.split('_').all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()))
}

fn unread(text: &str) -> String {
    let bare: String = text.chars().filter(char::is_ascii_digit).collect();
    let separated = text.chars().all(|c| c.is_ascii_digit() || ",. '".contains(c));
    match separated && bare.len() > 3 && bare.len() < text.len() {
        true => format!("write it without separators or with underscores, such as {bare}"),
        false => "write a whole number, such as 100000, 100_000, 100k, 1M or 1e5".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_read_as_people_write_them() {
        for text in ["100000", "100_000", "1e5", "1E5", "100k", "100K", "0.1e6", "1.000e5", "0.1_0e6"] {
            assert_eq!(count(text), Ok(100_000), "{text}");
        }
        assert_eq!(count("2.5k"), Ok(2_500));
        assert_eq!((count("10M"), count("0.5M")), (Ok(10_000_000), Ok(500_000)));
        assert_eq!(count("0"), Ok(0));
    }

    #[test]
    fn what_could_mean_two_numbers_is_refused_with_one_to_write() {
        for text in ["100,000", "100.000", "100 000", "100'000"] {
            let said = count(text).expect_err(text);
            assert!(said.contains("such as 100000"), "{text}: {said}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "", "many", "-1", "+1", "1e", "e5", "1e-2", "k", "1_", "_1", "1__0", "1.", ".5k", "1.5", "1.0",
            "1m",
        ] {
            assert!(count(text).is_err(), "{text}");
        }
        assert_eq!(count("1.2345k").expect_err("no whole number"), "`1.2345k` is not a whole number");
        assert_eq!(count("1e20").expect_err("too large"), "`1e20` is too large");
        assert_eq!(count("1e99").expect_err("too large"), "`1e99` is too large");
    }
}
