//! The normal distribution: its cdf, its quantile, and normal numbers from random words.
//!
//! Everything uses only `libm` and basic arithmetic, so the bits are the same on every machine.

#![expect(clippy::excessive_precision, reason = "as printed in the paper, to be compared with it")]

/// P(Z <= x) for a standard normal Z.
pub fn cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The x with P(Z <= x) = `probability`; `probability` is strictly between 0 and 1.
///
/// Wichura (1988), algorithm AS 241 (PPND16): relative error about 1e-16.
pub(crate) fn quantile(probability: f64) -> f64 {
    let q = probability - 0.5;
    if q.abs() <= CENTRAL { central(q) } else { tail(q, probability.min(1.0 - probability)) }
}

/// Standard normal numbers from 32-bit words: the quantile at (word + 1/2) / 2^32.
pub(crate) fn from_words(words: &[u32], normals: &mut [f64]) {
    // Two passes: the first has no branch, so the compiler can use vector instructions.
    for (normal, word) in normals.iter_mut().zip(words) {
        *normal = central(centred(*word));
    }
    for (normal, word) in normals.iter_mut().zip(words) {
        let q = centred(*word);
        if q.abs() > CENTRAL {
            *normal = tail(q, 0.5 - q.abs());
        }
    }
}

/// A 32-bit word as a probability minus one half: exact, symmetric, never -1/2 or 1/2.
fn centred(word: u32) -> f64 {
    const WORD: f64 = 1.0 / 4_294_967_296.0;
    (f64::from(word) + 0.5) * WORD - 0.5
}

/// A 32-bit word as a probability strictly between 0 and 1.
pub(crate) fn uniform(word: u32) -> f64 {
    centred(word) + 0.5
}

/// Half the width of the middle region of AS 241.
const CENTRAL: f64 = 0.425;

fn polynomial(coefficients: [f64; 8], r: f64) -> f64 {
    coefficients.into_iter().fold(0.0, |value, coefficient| value * r + coefficient)
}

fn central(q: f64) -> f64 {
    let r = 0.180_625 - q * q;
    q * polynomial(A, r) / polynomial(B, r)
}

fn tail(q: f64, smaller_side: f64) -> f64 {
    let r = libm::sqrt(-libm::log(smaller_side));
    let size = if r <= 5.0 {
        polynomial(C, r - 1.6) / polynomial(D, r - 1.6)
    } else {
        polynomial(E, r - 5.0) / polynomial(F, r - 5.0)
    };
    if q < 0.0 { -size } else { size }
}

const A: [f64; 8] = [
    2.509_080_928_730_122_672_7e3,
    3.343_057_558_358_812_810_5e4,
    6.726_577_092_700_870_085_3e4,
    4.592_195_393_154_987_145_7e4,
    1.373_169_376_550_946_112_5e4,
    1.971_590_950_306_551_442_7e3,
    1.331_416_678_917_843_774_5e2,
    3.387_132_872_796_366_608_0,
];
const B: [f64; 8] = [
    5.226_495_278_852_854_561_0e3,
    2.872_908_573_572_194_267_4e4,
    3.930_789_580_009_271_061_0e4,
    2.121_379_430_158_659_586_7e4,
    5.394_196_021_424_751_107_7e3,
    6.871_870_074_920_579_083_0e2,
    4.231_333_070_160_091_125_2e1,
    1.0,
];
const C: [f64; 8] = [
    7.745_450_142_783_414_076_40e-4,
    2.272_384_498_926_918_458_33e-2,
    2.417_807_251_774_506_117_70e-1,
    1.270_458_252_452_368_382_58,
    3.647_848_324_763_204_605_04,
    5.769_497_221_460_691_405_50,
    4.630_337_846_156_545_295_90,
    1.423_437_110_749_683_577_34,
];
const D: [f64; 8] = [
    1.050_750_071_644_416_843_24e-9,
    5.475_938_084_995_344_946_00e-4,
    1.519_866_656_361_645_719_66e-2,
    1.481_039_764_274_800_745_90e-1,
    6.897_673_349_851_000_045_50e-1,
    1.676_384_830_183_803_849_40,
    2.053_191_626_637_758_821_87,
    1.0,
];
const E: [f64; 8] = [
    2.010_334_399_292_288_132_65e-7,
    2.711_555_568_743_487_578_15e-5,
    1.242_660_947_388_078_438_60e-3,
    2.653_218_952_657_612_309_30e-2,
    2.965_605_718_285_048_912_30e-1,
    1.784_826_539_917_291_335_80,
    5.463_784_911_164_114_369_90,
    6.657_904_643_501_103_777_20,
];
const F: [f64; 8] = [
    2.044_263_103_389_939_785_64e-15,
    1.421_511_758_316_445_888_70e-7,
    1.846_318_317_510_054_681_80e-5,
    7.868_691_311_456_132_591_00e-4,
    1.487_536_129_085_061_485_25e-2,
    1.369_298_809_227_358_053_10e-1,
    5.998_322_065_558_879_376_90e-1,
    1.0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_undoes_the_cdf_from_the_far_tail_to_the_middle() {
        for probability in [1e-300, 1e-12, 1e-6, 0.001, 0.07, 0.075, 0.3, 0.5, 0.77, 0.999] {
            let back = cdf(quantile(probability));
            assert!((back / probability - 1.0).abs() < 1e-12, "{probability} gave {back}");
        }
        assert!((quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
    }

    #[test]
    fn words_become_the_same_numbers_as_the_quantile_and_are_symmetric() {
        let words = [0, 1, 7_000_000, 2_147_483_647, 2_147_483_648, 4_000_000_000, u32::MAX];
        let mut normals = [0.0; 7];
        from_words(&words, &mut normals);
        for (word, normal) in words.iter().zip(normals) {
            assert!((normal - quantile(uniform(*word))).abs() < 1e-9, "{word}");
        }
        assert_eq!(normals[0].to_bits(), (-normals[6]).to_bits());
        assert_eq!(normals[3].to_bits(), (-normals[4]).to_bits());
    }
}
