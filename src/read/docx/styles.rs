//! What a paragraph's style makes of it: title, heading, quotation, list, bold.

use std::collections::BTreeMap;

use super::package::Refusal;
use super::xml::{Mark, Xml};

/// What a style says.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// Its name in lower case; Word keeps the English names of its own styles in every language.
    pub name: String,
    based_on: Option<String>,
    /// The level in the outline, 0 the largest.
    pub outline: Option<u8>,
    /// The list it belongs to and the level there.
    pub list: Option<(Option<String>, Option<usize>)>,
    pub bold: Option<bool>,
}

/// Every style of a document, by its id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

/// How many styles may be based on each other.
const LONGEST_CHAIN: usize = 32;

impl Styles {
    pub(super) fn read(text: &str, part: &str) -> Result<Self, Refusal> {
        let mut xml = Xml::new(text, part);
        let mut styles = Self::default();
        let mut open: Option<(String, Style)> = None;
        let mut is_default = false;
        while let Some((mark, _)) = xml.next()? {
            match mark {
                Mark::Open(tag) if tag.name() == "style" => {
                    let on = tag.get("default").is_some_and(|value| value != "0" && value != "false");
                    is_default = on && tag.get("type").is_some_and(|sort| sort == "paragraph");
                    open = Some((tag.get("styleId").unwrap_or_default(), Style::default()));
                }
                Mark::Open(tag) => {
                    if let Some((_, style)) = &mut open {
                        let value = tag.get("val");
                        match tag.name() {
                            "name" => style.name = value.unwrap_or_default().to_lowercase(),
                            "basedOn" => style.based_on = value,
                            "outlineLvl" => style.outline = value.and_then(|level| level.parse().ok()),
                            "numId" => style.list.get_or_insert_default().0 = value,
                            "ilvl" => style.list.get_or_insert_default().1 = value.and_then(|level| level.parse().ok()),
                            "b" => style.bold = Some(tag.is_on()),
                            _ => {}
                        }
                    }
                }
                Mark::Close(name) if name == "style" => {
                    if let Some((id, style)) = open.take() {
                        if is_default {
                            styles.default = Some(id.clone());
                        }
                        styles.by_id.insert(id, style);
                    }
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    /// A style with what it takes over from those it is based on.
    pub(super) fn whole(&self, id: Option<&str>) -> Style {
        let mut whole = Style::default();
        let mut next = id.map(str::to_string).or_else(|| self.default.clone());
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next.as_ref().and_then(|id| self.by_id.get(id)) else { break };
            if whole.name.is_empty() || !known(&whole.name) && known(&style.name) {
                whole.name.clone_from(&style.name);
            }
            whole.outline = whole.outline.or(style.outline);
            whole.bold = whole.bold.or(style.bold);
            if let Some((list, level)) = &style.list {
                let own = whole.list.get_or_insert_default();
                own.0 = own.0.take().or_else(|| list.clone());
                own.1 = own.1.or(*level);
            }
            next.clone_from(&style.based_on);
        }
        if whole.name.is_empty() {
            whole.name = id.unwrap_or_default().to_lowercase();
        }
        whole
    }
}

/// Whether a style's name says by itself what its paragraphs are.
fn known(name: &str) -> bool {
    heading(name).is_some() || ["title", "quote", "intense quote"].contains(&name)
}

/// The level of a heading that a style's name says: `heading 2`, `Heading2`, `标题 2`.
pub(super) fn heading(name: &str) -> Option<u8> {
    let rest = ["heading", "标题", "überschrift", "titre", "título", "titolo"]
        .iter()
        .find_map(|word| name.strip_prefix(word))?;
    rest.trim().parse().ok().filter(|level| (1..=9).contains(level))
}
