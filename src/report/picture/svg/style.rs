//! The look: one block of rules that reach nothing outside their picture, heads of arrows, and the hatching.

/// Sizes of text: names, small lines, tags.
pub const NAME: f64 = 11.5;
pub const SMALL: f64 = 9.5;
pub const TAG: f64 = 8.0;

/// Light, then dark: paper, ink, soft ink, card, frame, its line, service, supplier, site, people, run, recovery,
/// strike, knot, ink on strike and knot.
const NAMES: [&str; 15] = [
    "paper",
    "ink",
    "soft",
    "card",
    "frame",
    "frame-line",
    "service",
    "supplier",
    "site",
    "people",
    "run",
    "recover",
    "strike",
    "knot",
    "on",
];
const LIGHT: [&str; 15] = [
    "#ffffff", "#16191d", "#57606a", "#ffffff", "#f3f5f7", "#b6c0ca", "#dff0fb", "#fdf3da", "#e4e8ec",
    "#e2f3ed", "#5b6570", "#0072b2", "#d55e00", "#a3447d", "#ffffff",
];
const DARK: [&str; 15] = [
    "#14171b", "#eceff2", "#a6b0ba", "#22272d", "#1a1e23", "#434d57", "#173a52", "#3d3216", "#343c44",
    "#16392e", "#8d98a3", "#56b4e9", "#f0833a", "#dd8fb9", "#14171b",
];

/// The rules of a picture whose ids begin with `prefix`; none reaches outside it.
pub fn rules(prefix: &str) -> String {
    let variables = |values: &[&str; 15]| -> String {
        NAMES.iter().zip(values).map(|(name, value)| format!("--{name}:{value};")).collect()
    };
    let rules: String = RULES
        .lines()
        .map(str::trim)
        .filter(|rule| !rule.is_empty())
        .map(|rule| format!(".{prefix}-graph {rule}\n"))
        .collect();
    format!(
        "\n.{prefix}-graph{{{}font-family:Helvetica,Arial,'Liberation Sans',sans-serif;max-width:100%;height:auto}}\n\
         @media (prefers-color-scheme:dark){{.{prefix}-graph{{{}}}}}\n\
         @media print{{.{prefix}-graph{{{}}}}}\n{rules}",
        variables(&LIGHT),
        variables(&DARK),
        variables(&LIGHT),
    )
}

/// Writes the rules and definitions of a picture whose ids begin with `prefix`.
pub fn write(out: &mut String, prefix: &str) {
    out.push_str(&format!("<style>{}</style>\n", rules(prefix)));
    out.push_str(&format!(
        "<defs>\n<marker id=\"{prefix}-head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path class=\"head\" d=\"M0 .6L7.4 4L0 7.4Z\"/></marker>\n\
         <marker id=\"{prefix}-open\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
         orient=\"auto\"><path class=\"head-open\" d=\"M1 .8L7 4L1 7.2\"/></marker>\n\
         <pattern id=\"{prefix}-hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect class=\"hatch\" width=\"2\" height=\"7\"/></pattern>\n</defs>\n"
    ));
}

const RULES: &str = "
    .page{fill:var(--paper)}
    text{fill:var(--ink);font-size:11.5px}
    .title{font-size:20px;font-weight:700}
    .soft{font-size:12.5px;fill:var(--soft)}
    .note{font-size:11px;fill:var(--soft)}
    .frame{fill:var(--frame);stroke:var(--frame-line);stroke-width:1}
    .frame.open{fill:none;stroke-dasharray:2 4}
    .frame-name{font-weight:700;fill:var(--soft);paint-order:stroke;stroke:var(--frame);stroke-width:4px}
    .run{fill:none;stroke:var(--run);stroke-width:1.3}
    .one-of{stroke-dasharray:7 4}
    .recover{fill:none;stroke:var(--recover);stroke-width:1.3;stroke-dasharray:.1 4;stroke-linecap:round}
    .head{fill:var(--run)}
    .head-open{fill:none;stroke:var(--recover);stroke-width:1.5}
    .shape{fill:var(--card);stroke:var(--run);stroke-width:1}
    .service .shape{fill:var(--service)}
    .supplier .shape{fill:var(--supplier)}
    .site .shape{fill:var(--site)}
    .team .shape{fill:var(--people)}
    .single>.shape{stroke:var(--ink);stroke-width:2}
    .slab{fill:var(--soft)}
    .hit-falls>.shape{stroke:var(--strike);stroke-dasharray:5 3}
    .hit-struck>.shape{stroke:var(--strike)}
    .hatch{fill:var(--strike);opacity:.2}
    .name{font-size:11.5px}
    .service .name{font-weight:700}
    .small{font-size:9.5px;fill:var(--soft)}
    .tag text{font-size:8px;font-weight:700;letter-spacing:.2px}
    .struck rect{fill:var(--strike)}
    .struck text{fill:var(--on)}
    .falls rect{fill:var(--paper);stroke:var(--strike);stroke-width:1}
    .falls text{fill:var(--strike)}
    .stuck rect{fill:var(--knot)}
    .stuck text{fill:var(--on)}
    .badge rect{fill:var(--ink)}
    .badge path{fill:var(--paper)}
    .badge text{fill:var(--paper);font-size:9px;font-weight:700}
";
