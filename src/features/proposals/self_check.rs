//! What somebody says of themselves to learn whether a call's rules let them apply. It needs no account and is not kept.

use super::ServiceStatus;
use crate::features::calls::Rating;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The answers. What is left out stays open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SelfCheck {
    /// One of the call's levels of study.
    #[schema(min_length = 1, max_length = 20, example = "S2")]
    pub level: String,
    #[serde(default)]
    pub status: Option<ServiceStatus>,
    pub born_on: NaiveDate,
    /// The first day of service (TMT CPNS).
    pub appointed_on: NaiveDate,
    /// The post, by the age at which it retires.
    #[serde(default)]
    pub retirement_age: Option<Post>,
    pub starts_on: NaiveDate,
    /// Planned duration in months.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 120)]
    pub months: Option<u32>,
    /// Released from the post during the study.
    #[serde(default)]
    pub released: Option<bool>,
    #[serde(default)]
    pub degrees: Option<Degrees>,
    /// Of the last degree, in hundredths.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 400)]
    pub grade_point_average: Option<u32>,
    /// The lowest of the last years.
    #[serde(default)]
    pub rating: Option<Rating>,
}

text_enum! {
    /// A kind of post by its retirement age in years (BUP). Source: `domain.md` §1, unverified.
    pub enum Post {
        UpTo58 = "58",
        UpTo60 = "60",
        UpTo65 = "65",
    }

    /// The degrees that are held together.
    pub enum Degrees {
        D3 = "d3",
        D4 = "d4",
        S1 = "s1",
        S1Profession = "s1_profession",
        S2 = "s2",
        S2Profession = "s2_profession",
        S3 = "s3",
    }
}

impl Post {
    pub fn years(self) -> u32 {
        match self {
            Self::UpTo58 => 58,
            Self::UpTo60 => 60,
            Self::UpTo65 => 65,
        }
    }
}

impl Degrees {
    /// As a proposal states them.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Self::D3 => &["D3"],
            Self::D4 => &["D4"],
            Self::S1 => &["S1"],
            Self::S1Profession => &["S1", "Profesi"],
            Self::S2 => &["S1", "S2"],
            Self::S2Profession => &["S1", "Profesi", "S2"],
            Self::S3 => &["S1", "S2", "S3"],
        }
    }
}
