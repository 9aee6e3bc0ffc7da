/* SPDX-License-Identifier: Apache-2.0 */
/* CVSS 3.0 and 3.1, "Specification Document", 7.1: the base equation. */
#include <math.h>

#include "domain/cvss_metric.h"

enum { AV, AC, PR, UI, S, C, I, A };

static const struct cvss_metric metrics[] = {
    {"AV", "N A L P", true},
    {"AC", "L H", true},
    {"PR", "N L H", true},
    {"UI", "N R", true},
    {"S", "U C", true},
    {"C", "H L N", true},
    {"I", "H L N", true},
    {"A", "H L N", true},
    {"E", "H F P U", false},
    {"RL", "U W T O", false},
    {"RC", "C R U", false},
    {"CR", "H M L", false},
    {"IR", "H M L", false},
    {"AR", "H M L", false},
    {"MAV", "N A L P", false},
    {"MAC", "L H", false},
    {"MPR", "N L H", false},
    {"MUI", "N R", false},
    {"MS", "U C", false},
    {"MC", "H L N", false},
    {"MI", "H L N", false},
    {"MA", "H L N", false},
};

/* 3.0: "the smallest number, specified to one decimal place, that is equal to or higher than its input". The inputs have up to
   ten decimals, which the error of a double is far below. */
static unsigned roundup_3_0(double score)
{
    return (unsigned)ceil(score * 10 - 1e-9);
}

/* 3.1, appendix A: the same of the input rounded to five decimals, in integers. */
static unsigned roundup_3_1(double score)
{
    long hundred_thousandths = lround(score * 100000);
    return (unsigned)((hundred_thousandths + 9999) / 10000);
}

bool cvss_v3_score(unsigned *ret_tenths, struct text vector, bool is_3_1, struct err *err)
{
    static const double av[] = {0.85, 0.62, 0.55, 0.2}, ac[] = {0.77, 0.44};
    static const double pr[2][3] = {{0.85, 0.62, 0.27}, {0.85, 0.68, 0.5}}, ui[] = {0.85, 0.62};
    static const double impact_of[] = {0.56, 0.22, 0.0};
    int v[CVSS_METRICS_MAX];
    if (!cvss_metric_read(v, metrics, LEN_OF(metrics), vector, err))
        return false;
    bool is_changed = v[S] == 1;
    double iss = 1 - (1 - impact_of[v[C]]) * (1 - impact_of[v[I]]) * (1 - impact_of[v[A]]);
    double impact = is_changed ? 7.52 * (iss - 0.029) - 3.25 * pow(iss - 0.02, 15) : 6.42 * iss;
    double exploitability = 8.22 * av[v[AV]] * ac[v[AC]] * pr[is_changed][v[PR]] * ui[v[UI]];
    double score = fmin((is_changed ? 1.08 : 1.0) * (impact + exploitability), 10);
    *ret_tenths = impact <= 0 ? 0 : is_3_1 ? roundup_3_1(score) : roundup_3_0(score);
    return true;
}
