//! Facts about reading distributions.

use super::*;

const MINUTE: f64 = 60_000.0;

fn duration(text: &str) -> Distribution {
    parse(text, Dimension::Duration).expect(text)
}

fn refusal(text: &str) -> (Range<usize>, String, String) {
    let error = parse(text, Dimension::Duration).expect_err(text);
    (error.range, error.message, error.help.unwrap_or_default())
}

#[test]
fn every_family_is_read_in_milliseconds() {
    assert_eq!(duration("15m"), Distribution::fixed(15.0 * MINUTE));
    let (least, likely, most) = (5.0 * MINUTE, 15.0 * MINUTE, 45.0 * MINUTE);
    assert_eq!(duration("pert(5m, 15m, 45m)").shape, Shape::Pert { least, likely, most });
    assert_eq!(duration("triangular(5m, 15m, 45m)").shape, Shape::Triangular { least, likely, most });
    assert_eq!(duration("uniform(5m, 45m)").shape, Shape::Uniform { low: least, high: most });
    assert_eq!(duration("exponential(mean 15m)").shape, Shape::Exponential { mean: likely });
    assert_eq!(duration("lognormal(p50 5m, p95 15m)").shape, Shape::Lognormal { p50: least, p95: likely });
    assert_eq!(duration("weibull(scale 15m, shape 1.5)").shape, Shape::Weibull { scale: likely, shape: 1.5 });
    assert_eq!(duration("gamma(mean 15m, shape 3)").shape, Shape::Gamma { mean: likely, shape: 3.0 });
    assert_eq!(duration("observed(45m, 5m, 15m)").shape, Shape::Observed(vec![most, least, likely]));
}

#[test]
fn any_distribution_may_be_capped() {
    let capped = duration("exponential(mean 30m) max 8h");
    assert_eq!((capped.cap, capped.most()), (Some(480.0 * MINUTE), Some(480.0 * MINUTE)));
    assert_eq!(duration("15m max 10m").most(), Some(10.0 * MINUTE));
    assert_eq!(duration("exponential(mean 30m)").most(), None);
}

#[test]
fn case_and_space_are_free_and_a_unit_may_follow_the_figures() {
    assert_eq!(duration(" PERT( 5 M,15m ,45m )MAX 2h"), duration("pert(5m, 15m, 45m) max 2h"));
    assert_eq!(duration("pert(5, 15, 45)m"), duration("pert(5m, 15m, 45m)"));
    assert_eq!(duration("gamma(mean 2, shape 3) h"), duration("gamma(mean 2h, shape 3)"));
}

#[test]
fn numbers_have_no_unit_and_may_be_negative() {
    assert_eq!(parse_number("0.4"), Ok(Distribution::fixed(0.4)));
    assert_eq!(parse_number("-1"), Ok(Distribution::fixed(-1.0)));
    let shape = Shape::Pert { least: 0.2, likely: 0.35, most: 0.6 };
    assert_eq!(parse_number("pert(0.2, 0.35, 0.6) max 0.5"), Ok(Distribution { shape, cap: Some(0.5) }));
    let error = parse_number("pert(1h, 2h, 3h)").expect_err("a duration");
    assert_eq!(error.message, "expected a number without a unit, found a duration");
    assert_eq!(parse_number("35%").expect_err("a sign").range, 2..3);
}

#[test]
fn a_figure_without_its_unit_is_pointed_at() {
    assert_eq!(refusal("pert(5m, 15, 45m)").0, 9..11);
    assert_eq!(refusal("pert(5, 15, 45)").2, "give each figure its unit, as in `pert(5m, 15m, 45m)`");
    assert_eq!(refusal("weibull(scale 2h, shape 1h)").0, 24..26);
    assert_eq!(refusal("15m max 8").2, "write `8m` for minutes or `8h` for hours");
    assert_eq!(refusal("pert(5m, 15m, 45m)h").1, "a unit stands both in the figures and after them");
}

#[test]
fn figures_that_break_their_family_are_refused() {
    assert_eq!(refusal("pert(20m, 15m, 45m)").1, "the least value is above the most likely one");
    assert_eq!(refusal("triangular(5m, 50m, 45m)").1, "the most likely value is above the most");
    assert_eq!(refusal("uniform(2h, 1h)").1, "the first value is above the second");
    assert_eq!(refusal("exponential(mean 0s)").1, "the mean is not above 0");
    assert_eq!(refusal("lognormal(p50 3h, p95 3h)").1, "p50 is not above 0 and below p95");
    assert_eq!(refusal("weibull(scale 2h, shape 0)").1, "the shape is not between 0.01 and 1000");
    assert_eq!(refusal("gamma(mean 0h, shape 1)").1, "the mean is not above 0");
    assert_eq!(refusal("observed()").2, "write `observed(12m, 17m, 41m)`");
    assert!(Distribution::new(Shape::Fixed(f64::NAN), None).is_err());
    assert!(Distribution::new(Shape::Fixed(1e151), None).is_err());
    assert!(Distribution::new(Shape::Fixed(1.0), Some(f64::INFINITY)).is_err());
}

#[test]
fn slips_are_answered_with_the_form_to_write() {
    assert_eq!(refusal("prt(5m, 15m, 45m)").2, "write `pert(least, most likely, most)`");
    assert_eq!(refusal("exponential(30m)").2, "write `exponential(mean 30m)`");
    assert_eq!(refusal("pert 5m").2, "write `pert(least, most likely, most)`");
    assert_eq!(refusal("pert(5m, 15m)").2, "write `pert(least, most likely, most)`");
    assert_eq!(refusal("pert(5m, 15m, 45m, 1h)").2, "write `pert(least, most likely, most)`");
    assert_eq!(refusal("pert(5m, 15m, 45m").1, "expected `)`, found the end");
    assert!(refusal("normal(1h, 2h)").2.starts_with("durations cannot be negative"));
    assert_eq!(refusal("pert(5m, 15m, 45m) min 3m").0, 19..22);
}

#[test]
fn a_multiple_has_multiples_of_the_figures_and_the_shapes_as_they_are() {
    let times = |text: &str| duration(text).times(1.5);
    let is = duration;
    assert_eq!(times("pert(2m, 4m, 10m) max 8m"), is("pert(3m, 6m, 15m) max 12m"));
    assert_eq!(times("lognormal(p50 30m, p95 2h)"), is("lognormal(p50 45m, p95 3h)"));
    assert_eq!(times("weibull(scale 2h, shape 1.5)"), is("weibull(scale 3h, shape 1.5)"));
    assert_eq!(times("observed(2m, 4m)"), is("observed(3m, 6m)"));
    assert_eq!(times("10m"), is("15m"));
}
