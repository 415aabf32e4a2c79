//! The live page as text: what its policy allows is what stands in it, and words stay data.

use callcraft::read::{NoFiles, read};
use callcraft::render::{Options, TARGETS, render};

fn page(text: &str) -> String {
    let script = read("x.yaml", text.as_bytes(), &NoFiles).script.unwrap();
    let order: Vec<usize> = (0..script.segments.len()).collect();
    let target = TARGETS.iter().find(|target| target.name == "page").unwrap();
    String::from_utf8(render(&script, &order, target, &Options::default()).unwrap().bytes).unwrap()
}

fn between<'p>(page: &'p str, open: &str, close: &str) -> &'p str {
    page.split_once(open).unwrap().1.split_once(close).unwrap().0
}

#[test]
fn words_cannot_leave_the_data() {
    let hostile = "</script><script>alert(1)</script><!--<script>&amp;";
    let made = page(&format!(
        "script: |-\n  T {hostile}\nsegments:\n  - say: |\n      {hostile}\n    title: |-\n      {hostile}\n"
    ));
    assert_eq!(made.matches("<script").count(), 2, "the data and the code, nothing else");
    assert!(!made.contains("<!--"));
    let data: serde_json::Value =
        serde_json::from_str(between(&made, "<script type=\"application/json\" id=\"data\">", "</script>")).unwrap();
    assert_eq!(data["segments"][0]["title"], hostile);
    assert_eq!(data["script"]["title"], format!("T {hostile}"));
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let made = page("script: T\nsegments:\n  - say: Hello.\n");
    for from in
        ["src=", "href=\"http", "@import", "url(", "fetch(", "XMLHttpRequest", "WebSocket", "innerHTML", "eval("]
    {
        assert!(!made.contains(from), "{from}");
    }
    let policy = between(&made, "Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[test]
fn answers_lead_where_the_graph_of_paths_leads() {
    let made = page(
        "script: T\noutcomes: {no: a}\nsegments:\n  - id: a\n    ask: Well?\n    answers:\n      - hear: On\n      - hear: Far\n        then: go to c\n      - hear: Again\n        then: ask again at most 2 times, otherwise end as no\n  - id: b\n    say: B.\n    then: use other.yaml and come back\n  - id: c\n    say: C.\n",
    );
    let data: serde_json::Value =
        serde_json::from_str(between(&made, "<script type=\"application/json\" id=\"data\">", "</script>")).unwrap();
    let answers = &data["segments"][0]["answers"];
    assert_eq!(answers[0]["to"], serde_json::json!({"at": 1}));
    assert_eq!(answers[1]["to"], serde_json::json!({"at": 2}));
    assert_eq!(answers[2]["to"], serde_json::json!({"end": "no"}));
    assert_eq!(answers[2]["again"], serde_json::json!({"at_most": 2}));
    assert_eq!(data["segments"][1]["to"], serde_json::json!({"through": ["other.yaml", 2]}));
    assert_eq!(data["segments"][2]["to"], serde_json::json!({"at": 3}));
}
