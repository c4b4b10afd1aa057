//! Why nothing could be computed.

use selection_math::model::ScoresError;
use selection_math::quota::InputFault;
use selection_math::ranking::RankingFault;

/// Why nothing could be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComputeFault {
    #[error(transparent)]
    Ranking(#[from] RankingFault),
    #[error(transparent)]
    Quota(#[from] InputFault),
    #[error(transparent)]
    Model(#[from] ScoresError),
    #[error("the papers have no JSON form: {0}")]
    Json(String),
}
