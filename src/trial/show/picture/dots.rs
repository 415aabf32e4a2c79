//! Each agent as a point.

use super::axis::Axis;
use super::{dot, open, short};
use crate::picture::escape;
use crate::trial::model::Trial;
use crate::trial::report::{Dot, Measured};
use crate::trial::show::Names;
use crate::trial::show::parts::Picture;
use std::fmt::Write as _;

/// Each unit as a point on the primary measure, the arms one above the other.
pub(in crate::trial::show) fn dots(trial: &Trial, one: &Measured, dots: &[Dot], names: Names) -> Picture {
    let axis = Axis::over(dots.iter().map(|dot| dot.mean), 610.0, 70.0);
    let many = trial.assign.many();
    let mut svg = open(
        300.0,
        &format!("{many} as points"),
        &format!("Each point is one of the {} {many}; further right is more {}.", dots.len(), one.measure.title),
    );
    for value in axis.steps() {
        let x = axis.back(value);
        let _ = writeln!(
            svg,
            "<line class=\"axis\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"24\" y2=\"270\"/><text class=\"soft\" x=\"{x:.1}\" y=\"290\" text-anchor=\"middle\">{}</text>",
            axis.label(value)
        );
    }
    for (new, top) in [(false, 40.0), (true, 160.0)] {
        let class = if new { "new" } else { "old" };
        let mean = one.arms[usize::from(new)].mean.map(|mean| axis.back(mean));
        let _ = writeln!(
            svg,
            "<text class=\"{class}\" x=\"4\" y=\"{:.1}\">{}</text>",
            top + 44.0,
            escape(&short(trial.arms.of(new), 9))
        );
        if let Some(x) = mean {
            let _ = writeln!(
                svg,
                "<line class=\"{class}\" stroke-width=\"2\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top}\" y2=\"{:.1}\"/>",
                top + 90.0
            );
        }
        let arm: Vec<&Dot> = dots.iter().filter(|dot| dot.new == new).collect();
        for (at, unit) in arm.iter().enumerate() {
            let y = top + 12.0 + (at % 6) as f64 * 13.0;
            let x = axis.back(unit.mean);
            let label = if names == Names::Shown {
                unit.name.clone()
            } else {
                format!("{} {}", trial.assign.one(), unit.number)
            };
            let _ = write!(
                svg,
                "<g><title>{}: {:.1} from {} answers</title>{}</g>",
                escape(&label),
                unit.mean,
                unit.answers,
                dot(x, y, new)
            );
            if names == Names::Shown {
                let _ = writeln!(
                    svg,
                    "<text class=\"soft\" font-size=\"9\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                    x + 7.0,
                    y + 3.0,
                    escape(&short(&unit.name, 14))
                );
            }
        }
    }
    svg.push_str("</svg>\n");
    let caption = format!(
        "Each point is one of the {many}, the line the mean of its arm. Points of {many} with few answers lie far \
         out by chance alone: this picture ranks nobody."
    );
    Picture::drawn(svg, caption)
}
