//! The statistical model of the selection: `y_ij = mu + u_i + v_j + e_ij`, score of reviewer j for
//! proposal i = general mean + the proposal's quality + the reviewer's severity + noise.
//!
//! Pure functions from exact integer scores to a reading of them: no files, no clock, no database.
//! The reading never replaces the announced ranking; it says how reliable that ranking is.
//!
//! - Input: [`Panel`]. Variances by REML (`variances`), or by moments if the smaller side has 2,000
//!   members or more.
//! - [`fit`]: quality and severity with their uncertainty, expected ranks, [`Warning`]s.
//! - [`p_selected`]: joint draws with the real selection rule; [`p_top`] and [`p_top_closed`] for a
//!   plain number of seats. Below 40 proposals the draws average over the uncertain variances.
//! - [`Fit::widest_contrast`]: the two reviewers whose severities are known least relative to each
//!   other.
//! - [`standings`]: interval of the rank, P(selected), [`Zone`]; [`extra_reviews`]: where one more
//!   review would help most.
//!
//! The same input gives the same bits on any machine, with any number of threads, and for any order
//! of sheets: sums have a fixed order, functions come from `libm`, and values are rounded to
//! integers before any comparison.

mod cholesky;
mod closed_form;
mod components;
mod confounding;
mod conjugate_gradient;
mod contrasts;
mod covariance;
mod design;
mod draws;
mod equations;
mod extra_review;
mod fit;
mod grid;
mod joint;
mod local;
mod moments;
mod normal;
mod numbers;
mod parallel;
mod ranks;
mod scores;
mod settings;
mod standing;
mod thousandths;
mod variances;
mod warnings;
mod zone;

pub use contrasts::Contrast;
pub use draws::{DrawPlan, Drawn, default_draws, p_selected, p_top, seed_from_text};
pub use extra_review::{ExtraReview, extra_reviews, extra_reviews_drawn};
pub use fit::{DENSE, Estimates, Fit, Posterior, Shown, fit};
pub use grid::{Averaged, Prior};
pub use normal::cdf as normal_cdf;
pub use parallel::in_order;
pub use scores::{Panel, ScoresError, Sheet};
pub use settings::{Boundary, FitSettings};
pub use standing::{CLOSED_FORM, Standing, p_top_closed, standings};
pub use thousandths::Thousandths;
pub use warnings::Warning;
pub use zone::{Zone, ZoneBounds};
