/* SPDX-License-Identifier: Apache-2.0 */
/* CVSS 2.0, "A Complete Guide", 3.2.1: the base equation. */
#include <math.h>

#include "domain/cvss_metric.h"

enum { AV, AC, AU, C, I, A };

static const struct cvss_metric metrics[] = {
    {"AV", "L A N", true},
    {"AC", "H M L", true},
    {"Au", "M S N", true},
    {"C", "N P C", true},
    {"I", "N P C", true},
    {"A", "N P C", true},
    {"E", "U POC F H", false},
    {"RL", "OF TF W U", false},
    {"RC", "UC UR C", false},
    {"CDP", "N L LM MH H", false},
    {"TD", "N L M H", false},
    {"CR", "L M H", false},
    {"IR", "L M H", false},
    {"AR", "L M H", false},
};

bool cvss_v2_score(unsigned *ret_tenths, struct text vector, struct err *err)
{
    static const double av[] = {0.395, 0.646, 1.0}, ac[] = {0.35, 0.61, 0.71};
    static const double au[] = {0.45, 0.56, 0.704}, impact_of[] = {0.0, 0.275, 0.660};
    int v[CVSS_METRICS_MAX];
    if (!cvss_metric_read(v, metrics, LEN_OF(metrics), vector, err))
        return false;
    double impact =
        10.41 * (1 - (1 - impact_of[v[C]]) * (1 - impact_of[v[I]]) * (1 - impact_of[v[A]]));
    double exploitability = 20 * av[v[AV]] * ac[v[AC]] * au[v[AU]];
    double score = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact > 0 ? 1.176 : 0);
    /* "round_to_1_decimal": half up. The sum has too few decimals to come as near to a half as the addend. */
    *ret_tenths = (unsigned)floor(score * 10 + 0.5 + 1e-9);
    return true;
}
