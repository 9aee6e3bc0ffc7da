/* SPDX-License-Identifier: Apache-2.0 */
/* CVSS 4.0, "Specification Document", 8: a vector belongs to one of 270 MacroVectors, whose scores experts gave; within it, the
   score goes down towards the next lower MacroVectors by how far the vector is from the worst of its own. Computed in whole
   numbers, so that halves are halves. */
#include "domain/cvss_metric.h"

enum {
    AV,
    AC,
    AT,
    PR,
    UI,
    VC,
    VI,
    VA,
    SC,
    SI,
    SA, /* base */
    E,
    CR,
    IR,
    AR, /* threat and requirements */
    BASE = E,
    MODIFIED = AR + 1, /* MAV, MAC, … in the order of the base metrics */
};

/* Values from the worst down, so that their numbers are the steps of severity. The subsequent system's begin with the S(afety)
   that only a modified metric can have. */
static const struct cvss_metric metrics[] = {
    {"AV", "N A L P", true},
    {"AC", "L H", true},
    {"AT", "N P", true},
    {"PR", "N L H", true},
    {"UI", "N P A", true},
    {"VC", "H L N", true},
    {"VI", "H L N", true},
    {"VA", "H L N", true},
    {"SC", " H L N", true},
    {"SI", " H L N", true},
    {"SA", " H L N", true},
    {"E", "A P U", false},
    {"CR", "H M L", false},
    {"IR", "H M L", false},
    {"AR", "H M L", false},
    {"MAV", "N A L P", false},
    {"MAC", "L H", false},
    {"MAT", "N P", false},
    {"MPR", "N L H", false},
    {"MUI", "N P A", false},
    {"MVC", "H L N", false},
    {"MVI", "H L N", false},
    {"MVA", "H L N", false},
    {"MSC", " H L N", false},
    {"MSI", "S H L N", false},
    {"MSA", "S H L N", false},
    {"S", "N P", false},
    {"AU", "N Y", false},
    {"R", "A U I", false},
    {"V", "D C", false},
    {"RE", "L M H", false},
    {"U", "Clear Green Amber Red", false},
};

enum { SAFETY, SUBSEQUENT_HIGH, SUBSEQUENT_NONE = 3, VULNERABLE_NONE = 2 };

/* The equivalence classes. EQ3 and EQ6 depend on each other: 00, 01, 10, 11 and 21 are their five. */
enum { EQ1, EQ2, EQ36, EQ4, EQ5, EQS };

/* Scores in tenths, by EQ1, EQ2, EQ36, EQ4, EQ5 (the specification's cvss_lookup table). */
static const unsigned char scores[3][2][5][3][3] = {
    {
        {
            {{100, 98, 95}, {100, 93, 91}, {93, 89, 81}},
            {{99, 95, 92}, {96, 87, 81}, {90, 80, 68}},
            {{98, 95, 90}, {93, 89, 81}, {88, 78, 69}},
            {{95, 92, 84}, {92, 81, 65}, {80, 70, 48}},
            {{92, 82, 72}, {79, 69, 50}, {69, 55, 27}},
        },
        {
            {{99, 95, 92}, {95, 90, 84}, {92, 82, 72}},
            {{97, 92, 85}, {91, 83, 71}, {81, 71, 53}},
            {{95, 92, 85}, {92, 80, 70}, {84, 71, 50}},
            {{93, 85, 73}, {82, 72, 59}, {70, 52, 30}},
            {{86, 75, 52}, {71, 52, 29}, {63, 29, 17}},
        },
    },
    {
        {
            {{98, 94, 91}, {94, 86, 77}, {87, 74, 63}},
            {{95, 87, 81}, {89, 74, 64}, {75, 63, 49}},
            {{94, 88, 76}, {86, 74, 59}, {72, 57, 52}},
            {{89, 77, 67}, {76, 58, 50}, {57, 52, 25}},
            {{83, 70, 54}, {65, 58, 26}, {53, 21, 13}},
        },
        {
            {{95, 88, 76}, {90, 75, 61}, {77, 68, 52}},
            {{90, 76, 70}, {77, 62, 53}, {66, 59, 30}},
            {{89, 76, 62}, {74, 57, 47}, {61, 57, 24}},
            {{78, 67, 58}, {59, 57, 23}, {52, 29, 16}},
            {{71, 59, 30}, {58, 26, 15}, {23, 13, 6}},
        },
    },
    {
        {
            {{93, 86, 75}, {86, 74, 56}, {70, 52, 40}},
            {{87, 72, 58}, {74, 61, 34}, {54, 40, 22}},
            {{85, 74, 62}, {72, 55, 46}, {53, 34, 19}},
            {{75, 55, 51}, {57, 41, 19}, {36, 19, 8}},
            {{64, 51, 20}, {47, 21, 11}, {24, 9, 4}},
        },
        {
            {{88, 73, 60}, {73, 59, 41}, {54, 45, 20}},
            {{75, 53, 50}, {55, 40, 20}, {43, 22, 11}},
            {{75, 58, 40}, {61, 48, 20}, {46, 17, 8}},
            {{55, 45, 21}, {51, 18, 9}, {18, 7, 2}},
            {{53, 24, 14}, {24, 12, 5}, {10, 3, 1}},
        },
    },
};

/* How many steps of severity a class is deep (8.2, "depth"). EQ5 has one member for each level. */
static const int depths[EQS][5] = {{1, 4, 5}, {1, 2}, {7, 6, 8, 8, 10}, {6, 5, 4}, {1, 1, 1}};

/* Six metrics at most make up a class. */
enum { IN_CLASS = 6 };
static const struct {
    int count, metrics[IN_CLASS];
} classes[EQS] = {
    {3, {AV, PR, UI}}, {2, {AC, AT}}, {6, {VC, VI, VA, CR, IR, AR}}, {3, {SC, SI, SA}}, {0, {0}}};

/* The worst vectors of each level of each class; lists end with END. */
enum { WORST_MAX = 6, END = -1 };
static const int worst[EQS][5][WORST_MAX][IN_CLASS] = {
    {{{0, 0, 0}, {END}}, {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {END}}, {{3, 0, 0}, {1, 1, 1}, {END}}},
    {{{0, 0}, {END}}, {{1, 0}, {0, 1}, {END}}},
    {{{0, 0, 0, 0, 0, 0}, {END}}, {{0, 0, 1, 1, 1, 0}, {0, 0, 0, 1, 1, 1}, {END}},
        {{1, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0}, {END}},
        {{1, 0, 1, 0, 1, 0}, {1, 0, 0, 0, 1, 1}, {0, 1, 0, 1, 0, 1}, {0, 1, 1, 1, 0, 0},
            {1, 1, 0, 0, 0, 1}, {END}},
        {{1, 1, 1, 0, 0, 0}, {END}}},
    {{{1, 0, 0}, {END}}, {{1, 1, 1}, {END}}, {{2, 2, 2}, {END}}},
    {{{END}}, {{END}}, {{END}}},
};

/* What counts: a modified metric before its base metric; the worst for what is not defined. */
static void take_effective(int levels[MODIFIED], const int *values)
{
    for (int i = 0; i < BASE; i++)
        levels[i] = values[MODIFIED + i] == CVSS_ABSENT ? values[i] : values[MODIFIED + i];
    for (int i = E; i < MODIFIED; i++)
        levels[i] = values[i] == CVSS_ABSENT ? 0 : values[i];
}

static bool has_no_impact(const int *l)
{
    return l[VC] == VULNERABLE_NONE && l[VI] == VULNERABLE_NONE && l[VA] == VULNERABLE_NONE &&
           l[SC] == SUBSEQUENT_NONE && l[SI] == SUBSEQUENT_NONE && l[SA] == SUBSEQUENT_NONE;
}

/* Tables 24 to 29 of the specification; l holds levels, 0 the worst. */
static void classify(int eq[EQS], const int *l)
{
    enum { PHYSICAL = 3 };
    int open = (l[AV] == 0) + (l[PR] == 0) + (l[UI] == 0);
    eq[EQ1] = open == 3 ? 0 : open > 0 && l[AV] != PHYSICAL ? 1 : 2;
    eq[EQ2] = l[AC] == 0 && l[AT] == 0 ? 0 : 1;
    int eq3 = l[VC] == 0 && l[VI] == 0 ? 0 : l[VC] == 0 || l[VI] == 0 || l[VA] == 0 ? 1 : 2;
    bool meets_requirement =
        (l[CR] == 0 && l[VC] == 0) || (l[IR] == 0 && l[VI] == 0) || (l[AR] == 0 && l[VA] == 0);
    eq[EQ36] = eq3 == 2 ? 4 : 2 * eq3 + !meets_requirement;
    bool is_high = l[SC] == SUBSEQUENT_HIGH || l[SI] == SUBSEQUENT_HIGH || l[SA] == SUBSEQUENT_HIGH;
    eq[EQ4] = l[SI] == SAFETY || l[SA] == SAFETY ? 0 : is_high ? 1 : 2;
    eq[EQ5] = l[E];
}

static int score_of(const int eq[EQS])
{
    return scores[eq[EQ1]][eq[EQ2]][eq[EQ36]][eq[EQ4]][eq[EQ5]];
}

/* The score of the next lower MacroVector in one class, or -1 when there is none. */
static int next_lower(const int eq[EQS], int which)
{
    static const int levels[EQS] = {3, 2, 5, 3, 3};
    int lower[EQS];
    memcpy(lower, eq, sizeof lower);
    if (which == EQ36 && eq[EQ36] == 0) {
        /* 00 has two below it, 01 and 10; "the higher score" counts. */
        lower[EQ36] = 1;
        int left = score_of(lower);
        lower[EQ36] = 2;
        int right = score_of(lower);
        return left > right ? left : right;
    }
    lower[which] += which == EQ36 && eq[EQ36] == 1 ? 2 : 1; /* 01 goes to 11, past 10 */
    return lower[which] < levels[which] ? score_of(lower) : -1;
}

/* Steps from the first of the class's worst vectors that is nowhere milder than this one. */
static int distance(const int eq[EQS], int which, const int *levels)
{
    const int(*candidates)[IN_CLASS] = worst[which][eq[which]];
    for (int i = 0; candidates[i][0] != END; i++) {
        int steps = 0, below = 0;
        for (int k = 0; k < classes[which].count; k++) {
            int step = levels[classes[which].metrics[k]] - candidates[i][k];
            steps += step;
            below += step < 0;
        }
        if (below == 0)
            return steps;
    }
    return 0;
}

bool cvss_v4_score(unsigned *ret_tenths, struct text vector, struct err *err)
{
    enum { COMMON = 840 }; /* a multiple of every depth */
    int values[CVSS_METRICS_MAX], levels[MODIFIED], eq[EQS];
    if (!cvss_metric_read(values, metrics, LEN_OF(metrics), vector, err))
        return false;
    take_effective(levels, values);
    if (has_no_impact(levels)) {
        *ret_tenths = 0;
        return true;
    }
    classify(eq, levels);
    int score = score_of(eq), down = 0, lowers = 0;
    for (int i = 0; i < EQS; i++) {
        int lower = next_lower(eq, i);
        if (lower < 0)
            continue;
        lowers++;
        down += (score - lower) * distance(eq, i, levels) * (COMMON / depths[i][eq[i]]);
    }
    /* score - mean(down), rounded half up: all times 2 * whole. */
    int whole = COMMON * (lowers ? lowers : 1);
    int exact = score * whole - down;
    *ret_tenths = exact > 0 ? (unsigned)((2 * exact + whole) / (2 * whole)) : 0;
    return true;
}
