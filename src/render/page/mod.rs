//! The live page: one HTML file that an agent works from during the call, without network and under a strict policy.

mod data;
mod labels;
mod route;
mod words;

use minijinja::value::Value;
use minijinja::{AutoEscape, context};
use sha2::{Digest as _, Sha256};

use super::{Document, Options};
use crate::error::{Error, Result};
use crate::script::Script;
use crate::template;

const HTML: &str = include_str!("page.html.j2");
const CODE: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// Makes the page of a script with its segments in this order.
pub(super) fn page(script: &Script, order: &[usize], options: &Options) -> Result<Document> {
    let (data, missing) = data::data(script, order, options)?;
    let fail = |error: minijinja::Error| Error::Template(template::flaw(&error, HTML).message);
    let mut env = template::environment();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    let context = context! {
        title => data.script.title,
        language => data.script.language.as_str(),
        needs_script => data.labels.needs_script,
        policy => Value::from_safe_string(policy()),
        style => Value::from_safe_string(STYLE.to_string()),
        code => Value::from_safe_string(CODE.to_string()),
        data => Value::from_safe_string(embedded(&data)?),
    };
    let made = env.template_from_named_str("page.html", HTML).and_then(|page| page.render(context)).map_err(fail)?;
    Ok(Document { bytes: made.into_bytes(), missing })
}

/// The policy: nothing from anywhere, and of what stands in the page only our own code and style.
fn policy() -> String {
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(CODE)),
        base64(&Sha256::digest(STYLE))
    )
}

/// The data as JSON that cannot end the element it stands in.
fn embedded(data: &data::Data<'_>) -> Result<String> {
    let json = serde_json::to_string(data).map_err(|error| Error::Template(error.to_string()))?;
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            _ => out.push(c),
        }
    }
    Ok(out)
}

/// Base64 with padding (RFC 4648), as policies write hashes.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let at = |place: usize| u32::from(group.get(place).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4_usize {
            let sign = SIGNS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= group.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_as_the_standard_has_it() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn code_and_style_cannot_end_their_elements() {
        for (text, ends) in [(CODE, "</script"), (CODE, "<!--"), (STYLE, "</style")] {
            assert!(!text.to_lowercase().contains(ends), "{ends}");
        }
    }
}
