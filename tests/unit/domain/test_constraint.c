/* SPDX-License-Identifier: Apache-2.0 */
/* Every syntax against tests/vectors/constraints/SYNTAX.tsv, which the syntax's own tool answered; and what has no tool here. */
#include "unit.h"

#include "base/arena.h"
#include "base/limits.h"
#include "domain/constraint.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, SIZE_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static char answer(const struct constraint *constraint, struct text version, struct err *err)
{
    bool is_in;
    if (!constraint_holds(constraint, version, &is_in, err))
        return '!';
    return is_in ? '+' : '-';
}

/* Asserts that each of some versions, with spaces between, gets the answer. */
static void check_versions(
    const struct constraint *constraint, struct text written, struct text versions, char wanted)
{
    while (versions.len) {
        struct text version = text_cut(&versions, ' ');
        struct err err = {0};
        char got = answer(constraint, version, &err);
        if (got != wanted)
            fail_msg("%s: %.*s in \"%.*s\": %c, not %c %s",
                constraint_syntax_name(constraint->syntax), TEXT_ARG(version), TEXT_ARG(written),
                got, wanted, err.text);
    }
}

static void check_line(enum constraint_syntax syntax, struct text line)
{
    struct constraint constraint;
    struct err err = {0};
    struct text rest = line, written = text_cut(&rest, '\t');
    if (text_is(written, "!")) {
        if (constraint_read(&constraint, syntax, 0, rest, &arena, &err))
            fail_msg("%s: \"%.*s\" was read", constraint_syntax_name(syntax), TEXT_ARG(rest));
        assert_true(text_starts(text_of(err.text), TEXT("column ")));
        return;
    }
    if (!constraint_read(&constraint, syntax, 0, written, &arena, &err))
        fail_msg("%s: \"%.*s\": %s", constraint_syntax_name(syntax), TEXT_ARG(written), err.text);
    check_versions(&constraint, written, text_cut(&rest, '\t'), '+');
    check_versions(&constraint, written, rest, '-');
}

static void check_file(const char *name)
{
    char path[128], part[4096];
    enum constraint_syntax syntax;
    struct buf file;
    size_t lines = 0;
    assert_true(constraint_syntax_find(text_of(name), &syntax));
    snprintf(path, sizeof path, "tests/vectors/constraints/%s.tsv", name);
    FILE *from = fopen(path, "rb");
    if (!from)
        fail_msg("%s: cannot be opened", path);
    buf_init(&file, SIZE_MAX);
    for (size_t len; (len = fread(part, 1, sizeof part, from)) > 0;)
        buf_add(&file, (struct text){part, len});
    fclose(from);
    for (struct text rest = buf_text(&file); rest.len;) {
        struct text line = text_cut(&rest, '\n');
        if (line.len && line.at[0] == '#')
            continue;
        check_line(syntax, line);
        lines++;
    }
    assert_true(lines > 20);
    buf_done(&file);
}

static void test_what_the_tools_answered(void **state)
{
    static const char *const names[] = {"npm", "cargo", "composer", "gem", "maven", "pep440"};
    (void)state;
    for (size_t i = 0; i < LEN_OF(names); i++)
        check_file(names[i]);
}

struct constraint_case {
    enum constraint_syntax syntax;
    enum version_scheme scheme;
    const char *written, *in, *out; /* versions with spaces between */
};

/* NuGet's manual, the text of VERS, GitHub's advisories, deb-version(7), rpm's rpmdsCompare. */
static const struct constraint_case cases[] = {
    {CONSTRAINT_NUGET, 0, "1.0", "1.0 1.0.0.0 2.0-beta 99", "0.9 1.0-beta"},
    {CONSTRAINT_NUGET, 0, "[1.0]", "1.0 1.0.0", "1.0.1 0.9 1.0-rc"},
    {CONSTRAINT_NUGET, 0, "[1.0,2.0)", "1.0 1.9.9.9 2.0-beta", "1.0-beta 2.0 2.0.0"},
    {CONSTRAINT_NUGET, 0, "(1.0, 2.0]", "1.0.1 2.0", "1.0 2.0.1"},
    {CONSTRAINT_NUGET, 0, "(,1.0]", "0.1 1.0", "1.0.0.1"},
    {CONSTRAINT_NUGET, 0, "(1.0,)", "1.0.1 9", "1.0"},
    {CONSTRAINT_NUGET, 0, "*", "0 1.0 9.9", "1.0-beta"},
    {CONSTRAINT_NUGET, 0, "1.*", "1.0 1.9.9.9", "0.9 1.5-beta 2.0-beta 2.0"},
    {CONSTRAINT_NUGET, 0, "1.9.*", "1.9 1.9.0.7", "1.8 1.10"},

    {CONSTRAINT_PLAIN, VERSION_SEMVER, ">= 1.0, < 2.0", "1.0.0 1.9.0 2.0.0-rc.1", "2.0.0 0.9.0"},
    {CONSTRAINT_PLAIN, VERSION_SEMVER, "= 1.2", "1.2.0 v1.2", "1.2.1"},
    {CONSTRAINT_PLAIN, VERSION_SEMVER, "< 3", "2.9.9 3.0.0-0", "3.0.0"},
    {CONSTRAINT_PLAIN, VERSION_SEMVER, "<=1.2 >1", "1.2.0 1.1.0", "1.0.0 1.2.1"},
    {CONSTRAINT_PLAIN, VERSION_SEMVER, "!= 1.2", "1.1.0 1.2.1", "1.2.0"},
    {CONSTRAINT_PLAIN, VERSION_DEBIAN, "<< 1:1.2-3", "1.9 1:1.2-3~deb12u1", "1:1.2-3 2:0"},
    {CONSTRAINT_PLAIN, VERSION_DEBIAN, ">> 1.2", "1.2-1 1:0", "1.2 1.2~rc1"},
    {CONSTRAINT_PLAIN, VERSION_APK, "<1.2.5-r0", "1.2.4-r9 1.2.5_rc1-r0", "1.2.5-r0 1.2.5_p1-r0"},
    {CONSTRAINT_PLAIN, VERSION_RPM, "< 5.1.8-6.el9", "5.1.8-5.el9 5.1.8~rc1-9", "5.1.8-6.el9"},
    {CONSTRAINT_PLAIN, VERSION_RPM, "= 5.1.8", "5.1.8 5.1.8-6.el9",
        "5.1.9-1 5.1.8~rc1-1 1:5.1.8-1"},
    {CONSTRAINT_PLAIN, VERSION_RPM, "<= 5.1.8", "5.1.8-6.el9 5.1.7-1", "5.1.8.1-1"},
    {CONSTRAINT_PLAIN, VERSION_RPM, "> 5.1.8", "5.1.8.1-1", "5.1.8-6.el9"},
    {CONSTRAINT_PLAIN, VERSION_CRAN, "< 1.0", "0.9-9", "1.0 1.0.0"},

    {CONSTRAINT_VERS, VERSION_SEMVER, "vers:npm/>=1|<2", "1.0.0 1.9.0 2.0.0-rc.1", "2.0.0 0.9.0"},
    {CONSTRAINT_VERS, VERSION_SEMVER, "vers:npm/1.2.3|>=2.0.0|<5.0.0", "1.2.3 2.0.0 4.9.9",
        "1.2.4 5.0.0"},
    {CONSTRAINT_VERS, VERSION_SEMVER, "vers:cargo/<5|>=2|1.2.3", "1.2.3 2.0.0", "1.2.4 5.0.0"},
    {CONSTRAINT_VERS, VERSION_PYPI, "vers:pypi/*", "0 1.0.dev1 1!9", ""},
    {CONSTRAINT_VERS, VERSION_PYPI, "vers:pypi/0.0.0|0.0.1|>=0.0.5|!=0.8|<1",
        "0.0.0 0.0.1 0.0.6 1a1", "0.0.2 0.8.0 1"},
    {CONSTRAINT_VERS, VERSION_PYPI, "vers:pypi/1%210|1.0%2Bcpu", "1!0 1.0+CPU", "1.0 0"},
    {CONSTRAINT_VERS, VERSION_RUBYGEMS, "vers:gem/!=1.2", "1.1 1.3 1.2.a", "1.2 1.2.0"},
    {CONSTRAINT_VERS, VERSION_RUBYGEMS, "vers:gem/!=1.2|!=1.3", "1.1 1.4", "1.2 1.3"},
    {CONSTRAINT_VERS, VERSION_MAVEN, "vers:maven/<1.0 | >=1.5 | <=2.0 | >3", "0.9 1.5 2.0 3.1",
        "1.0 2.1 3"},
    {CONSTRAINT_VERS, VERSION_DEBIAN, "vers:deb/<1:2-3", "9 1:2-2", "1:2-3"},
    {CONSTRAINT_VERS, VERSION_APK, "vers:alpine/>1.2-r0|>=1.3-r0", "1.2-r1 1.3-r0", "1.2-r0"},
    {CONSTRAINT_VERS, VERSION_SEMVER, "vers:golang/<1|<=2", "0.9.0 2.0.0", "2.0.1"},
    {CONSTRAINT_VERS, VERSION_PACKAGIST, "vers:composer/>=1.0|<2", "1.0.0 v1.0", "2.0.0"},
    {CONSTRAINT_VERS, VERSION_PACMAN, "vers:alpm/>=1:1.0-1|<1:2.0", "1:1.0-1 1:1.5-2",
        "9-1 1:2.0-1"},
    {CONSTRAINT_VERS, VERSION_BITNAMI, "vers:bitnami/>=2.4|<2.4.58", "2.4.0-1 2.4.57-9",
        "2.4.58-0"},
    {CONSTRAINT_VERS, VERSION_OPAM, "vers:opam/<4.14.0", "4.14.0~rc1 4.1", "4.14.0 4.14.0+x"},
    {CONSTRAINT_VERS, VERSION_GENERIC, "vers:generic/>=1.2|<2", "1.2 1.10.1", "1.1 2 v2.1"},
    {CONSTRAINT_VERS, VERSION_NUGET, "vers:none/*", "", "1.0"},
    {CONSTRAINT_VERS, VERSION_NUGET, "vers:all/*", "1.0", ""},
};

static void test_other_syntaxes(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(cases); i++) {
        const struct constraint_case *one = &cases[i];
        struct constraint constraint;
        struct err err = {0};
        if (!constraint_read(
                &constraint, one->syntax, one->scheme, text_of(one->written), &arena, &err))
            fail_msg("%s: %s", one->written, err.text);
        check_versions(&constraint, text_of(one->written), text_of(one->in), '+');
        check_versions(&constraint, text_of(one->written), text_of(one->out), '-');
    }
}

static void test_errors_have_their_place(void **state)
{
    static const struct {
        enum constraint_syntax syntax;
        enum version_scheme scheme;
        const char *written, *why;
    } errors[] = {
        {CONSTRAINT_NPM, 0, "^1.y", "column 4: \"y\" is neither a number nor x or *"},
        {CONSTRAINT_NPM, 0, ">=1, <2", "column 4: a space or || must stand between comparators"},
        {CONSTRAINT_NPM, 0, "1 || 1.2.3.4", "column 12: there are more than three numbers"},
        {CONSTRAINT_NPM, 0, "1 || >", "column 7: a version is missing"},
        {CONSTRAINT_CARGO, 0, "1 2", "column 3: a comma must stand between comparators"},
        {CONSTRAINT_COMPOSER, 0, "1.0 | foo", "column 7: \"foo\" is no Composer version: it is "},
        {CONSTRAINT_GEM, 0, "> 1, 1..2", "column 6: \"1..2\" is no RubyGems version: a part "},
        {CONSTRAINT_MAVEN, 0, "[1,2],(3", "column 9: an interval ends with ] or )"},
        {CONSTRAINT_MAVEN, 0, "[2,1]", "column 1: its end does not lie behind its begin"},
        {CONSTRAINT_MAVEN, 0, "1.0", "column 1: a version alone only recommends one"},
        {CONSTRAINT_PEP440, 0, ">= 1, ~=2", "column 9: ~= needs at least two numbers"},
        {CONSTRAINT_PEP440, 0, "1.0", "column 1: one of ~=, ==, !=, <=, >=, <, > and === must"},
        {CONSTRAINT_NUGET, 0, "[1,2] x", "column 6: nothing may stand behind the interval"},
        {CONSTRAINT_NUGET, 0, "1.0-*", "column 1: a star stands alone or behind"},
        {CONSTRAINT_NUGET, 0, "(,)", "column 1: an interval names no version"},
        {CONSTRAINT_NUGET, 0, "", "column 1: a version is missing"},
        {CONSTRAINT_PLAIN, VERSION_SEMVER, ">= 1.0, x", "column 9: one of <, <=, =, !=, >="},
        {CONSTRAINT_PLAIN, VERSION_SEMVER, "", "column 1: one of <, <=, =, !=, >="},
        {CONSTRAINT_PLAIN, VERSION_SEMVER, "< one", "column 3: \"one\" is no semantic version"},
        {CONSTRAINT_PLAIN, VERSION_DEBIAN, "<< 1\x01", "column 5: a control character"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "npm/>=1", "column 1: VERS begins with vers:"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:npm", "column 9: a slash must stand behind"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:pypi/1", "column 6: versions of pypi have another"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:cobol/1", "column 6: \"cobol\" is no VERS scheme"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:npm/", "column 10: a version is missing"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:npm/1|", "column 12: a version is missing"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:npm/1|*", "column 12: * stands alone"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:npm/>1|<1.0", "column 13: the same version stands"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:npm/1.0%2", "column 13: two hexadecimal digits"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:npm/1%200", "column 10: \"1 0\" is no semantic"},
        {CONSTRAINT_VERS, VERSION_SEMVER, "vers:all/1", "column 10: only * may stand here"},
    };
    (void)state;
    for (size_t i = 0; i < LEN_OF(errors); i++) {
        struct constraint constraint;
        struct err err = {0};
        if (constraint_read(&constraint, errors[i].syntax, errors[i].scheme,
                text_of(errors[i].written), &arena, &err))
            fail_msg("%s: was read", errors[i].written);
        if (!text_starts(text_of(err.text), text_of(errors[i].why)))
            fail_msg("%s: %s", errors[i].written, err.text);
    }
}

static void test_versions_that_cannot_be_read(void **state)
{
    (void)state;
    struct constraint constraint;
    struct err err = {0};
    assert_true(constraint_read(&constraint, CONSTRAINT_NPM, 0, TEXT("*"), &arena, &err));
    assert_int_equal(answer(&constraint, TEXT("one"), &err), '!');
    assert_int_equal(err.code, ERR_SYNTAX);
    assert_true(constraint_read(&constraint, CONSTRAINT_PEP440, 0, TEXT(">=1"), &arena, &err));
    assert_int_equal(answer(&constraint, TEXT("2004d-legacy"), &err), '!');
    assert_true(constraint_read(&constraint, CONSTRAINT_COMPOSER, 0, TEXT("*"), &arena, &err));
    assert_int_equal(answer(&constraint, TEXT("1.0-strange"), &err), '!');
}

struct print_case {
    enum constraint_syntax syntax;
    const char *written, *words, *vers;
    bool is_exact;
};

static const struct print_case prints[] = {
    {CONSTRAINT_NPM, "^1.2.3", ">= 1.2.3, < 2.0.0-0, no pre-releases", "vers:npm/>=1.2.3|<2.0.0-0",
        false},
    {CONSTRAINT_NPM, "", "any version, no pre-releases", "vers:npm/*", false},
    {CONSTRAINT_NPM, "<1 >2", "no version", "vers:none/*", true},
    {CONSTRAINT_GEM, ">= 1, != 1.5, < 2", ">= 1, < 1.5 or > 1.5, < 2", "vers:gem/>=1|!=1.5|<2",
        true},
    {CONSTRAINT_GEM, "~> 1.2", ">= 1.2, < all of 2", "vers:gem/>=1.2|<2", false},
    {CONSTRAINT_GEM, "= 1.2", "= 1.2", "vers:gem/1.2", true},
    {CONSTRAINT_MAVEN, "(,1.0],[1.2,)", "<= 1.0 or >= 1.2", "vers:maven/<=1.0|>=1.2", true},
    {CONSTRAINT_MAVEN, "(,)", "any version", "vers:maven/*", true},
    {CONSTRAINT_PEP440, "!=1.5", "< all of 1.5 or > all of 1.5", "vers:pypi/!=1.5", false},
    {CONSTRAINT_PEP440, "~=1.4", ">= 1.4, < 2.dev0", "vers:pypi/>=1.4|<2.dev0", true},
    {CONSTRAINT_PEP440, "==1!2.*,!=1!2.3", NULL, NULL, false},
    {CONSTRAINT_PEP440, "===1.0", "spelt 1.0", "vers:pypi/*", false},
    {CONSTRAINT_COMPOSER, "1 - 2", ">= 1.0.0.0-dev, < 3.0.0.0-dev, no branches",
        "vers:composer/>=1.0.0.0-dev|<3.0.0.0-dev", false},
    {CONSTRAINT_NUGET, "[1.0,2.0)", ">= 1.0, < 2.0", "vers:nuget/>=1.0|<2.0", true},
};

/* Where the ends of an interval have no order, or the version none with one of them, nobody knows; an end that can be compared
   still keeps out what lies beyond it. */
static void test_without_an_order(void **state)
{
    (void)state;
    struct constraint constraint;
    struct err err = {0};
    int order;
    assert_false(version_compare(VERSION_GENERIC, TEXT("1.0-1"), TEXT("1.0a"), &order, &err));
    assert_true(constraint_read(
        &constraint, CONSTRAINT_PLAIN, VERSION_GENERIC, TEXT("< 1.0a"), &arena, &err));
    assert_int_equal(answer(&constraint, TEXT("1.0-1"), &err), '!');
    assert_int_equal(answer(&constraint, TEXT("0.9"), &err), '+');
    assert_int_equal(answer(&constraint, TEXT("1.1"), &err), '-');
    assert_true(constraint_read(
        &constraint, CONSTRAINT_PLAIN, VERSION_GENERIC, TEXT(">= 1.0-1, < 1.0a"), &arena, &err));
    assert_int_equal(answer(&constraint, TEXT("1.0-1"), &err), '!');
    assert_int_equal(answer(&constraint, TEXT("0.9"), &err), '-');
    assert_false(constraint_read(
        &constraint, CONSTRAINT_PLAIN, VERSION_GENERIC, TEXT("< 1.0-1, < 1.0a"), &arena, &err));
}

/* Every scheme has its name in VERS, and that name means it. */
static void test_every_scheme_has_a_name_in_vers(void **state)
{
    (void)state;
    for (int scheme = 0; scheme < VERSION_SCHEMES; scheme++) {
        struct constraint constraint;
        struct err err = {0};
        struct buf out;
        buf_init(&out, SIZE_MAX);
        assert_true(constraint_read(&constraint, CONSTRAINT_PLAIN, (enum version_scheme)scheme,
            TEXT(">= 1, < 2"), &arena, &err));
        constraint_print_vers(&constraint, &out);
        if (!constraint_read(&constraint, CONSTRAINT_VERS, (enum version_scheme)scheme,
                buf_text(&out), &arena, &err))
            fail_msg("%s: %s", out.at, err.text);
        buf_done(&out);
    }
}

static void test_prints(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN_OF(prints); i++) {
        struct constraint constraint;
        struct err err = {0};
        struct buf out;
        buf_init(&out, SIZE_MAX);
        assert_true(constraint_read(
            &constraint, prints[i].syntax, 0, text_of(prints[i].written), &arena, &err));
        constraint_print(&constraint, &out);
        if (prints[i].words)
            assert_text(buf_text(&out), prints[i].words);
        buf_cut(&out, 0);
        assert_int_equal(constraint_print_vers(&constraint, &out), prints[i].is_exact);
        if (prints[i].vers)
            assert_text(buf_text(&out), prints[i].vers);
        buf_done(&out);
    }
}

/* What is printed as VERS and told to be exact means the same when it is read again. */
static void test_vers_can_be_read_again(void **state)
{
    static const char *const written[] = {
        ">= 1, != 1.5, < 2", "!= 1", "= 1.2", "< 3", "> 1.2", "<= 1, >= 1", ">= 0.1.a, < 1.5-1"};
    static const char *const versions[] = {
        "0.1", "0.1.a", "1", "1.2", "1.5.a", "1.5", "1.9", "2", "2.a", "3"};
    (void)state;
    for (size_t i = 0; i < LEN_OF(written); i++) {
        struct constraint one, again;
        struct err err = {0};
        struct buf out;
        buf_init(&out, SIZE_MAX);
        assert_true(constraint_read(&one, CONSTRAINT_GEM, 0, text_of(written[i]), &arena, &err));
        assert_true(constraint_print_vers(&one, &out));
        if (!constraint_read(
                &again, CONSTRAINT_VERS, VERSION_RUBYGEMS, buf_text(&out), &arena, &err))
            fail_msg("%s: %s", out.at, err.text);
        for (size_t k = 0; k < LEN_OF(versions); k++) {
            struct text version = text_of(versions[k]);
            if (answer(&one, version, &err) != answer(&again, version, &err))
                fail_msg("%s in %s and %s", versions[k], written[i], out.at);
        }
        buf_done(&out);
    }
}

static void test_becomes_a_range(void **state)
{
    (void)state;
    struct constraint constraint;
    struct err err = {0};
    struct range range;
    struct buf out;
    buf_init(&out, SIZE_MAX);
    assert_true(constraint_read(
        &constraint, CONSTRAINT_PLAIN, VERSION_SEMVER, TEXT("<= 1.2"), &arena, &err));
    assert_true(constraint_range(&constraint, &range, &arena));
    range_print(&range, &out);
    assert_text(buf_text(&out), ">= 0, <= 1.2");
    assert_true(
        constraint_read(&constraint, CONSTRAINT_MAVEN, 0, TEXT("[1,2),[3,)"), &arena, &err));
    assert_true(constraint_range(&constraint, &range, &arena));
    buf_cut(&out, 0);
    range_print(&range, &out);
    assert_text(buf_text(&out), ">= 1, < 2 or >= 3");
    buf_done(&out);
    assert_true(constraint_read(&constraint, CONSTRAINT_GEM, 0, TEXT("> 1"), &arena, &err));
    assert_false(constraint_range(&constraint, &range, &arena));
    assert_true(constraint_read(&constraint, CONSTRAINT_GEM, 0, TEXT("~> 1"), &arena, &err));
    assert_false(constraint_range(&constraint, &range, &arena));
    assert_true(constraint_read(&constraint, CONSTRAINT_NPM, 0, TEXT("^1"), &arena, &err));
    assert_false(constraint_range(&constraint, &range, &arena));
    assert_true(constraint_read(&constraint, CONSTRAINT_GEM, 0, TEXT("> 1, < 1"), &arena, &err));
    assert_false(constraint_range(&constraint, &range, &arena));
}

/* Returns count times the number of the round, from 0 on, with before and behind around it. */
static struct text numbered(const char *before, const char *behind, size_t count)
{
    struct buf out;
    buf_init(&out, SIZE_MAX);
    for (size_t i = 0; i < count; i++)
        buf_format(&out, "%s%zu%s", before, i, behind);
    struct text text = arena_text(&arena, buf_text(&out));
    buf_done(&out);
    return text;
}

static bool reads(enum constraint_syntax syntax, struct text text, enum err_code code)
{
    struct constraint constraint;
    struct err err = {0};
    bool is_read = constraint_read(&constraint, syntax, VERSION_SEMVER, text, &arena, &err);
    assert_int_equal(err.code, code);
    return is_read;
}

static void test_limits(void **state)
{
    (void)state;
    char room[LIMIT_CONSTRAINT_BYTES + 1];
    memset(room, ' ', sizeof room);
    assert_true(reads(CONSTRAINT_NPM, (struct text){room, LIMIT_CONSTRAINT_BYTES}, ERR_NONE));
    assert_false(reads(CONSTRAINT_NPM, (struct text){room, sizeof room}, ERR_LIMIT));
    size_t most = LIMIT_CONSTRAINT_INTERVALS;
    assert_true(reads(CONSTRAINT_NPM, numbered("", ".0.1||", most - 1), ERR_NONE));
    assert_false(reads(CONSTRAINT_NPM, numbered("", ".0.1||", most + 1), ERR_LIMIT));
    struct text unequal = numbered("!=", ",", most - 1);
    assert_true(reads(CONSTRAINT_PEP440, unequal, ERR_NONE));
    assert_false(reads(CONSTRAINT_PEP440, numbered("!=", ",", most), ERR_LIMIT));
    struct text many = numbered("|", "", most);
    struct text vers = arena_format(&arena, "vers:npm/%.*s", (int)many.len - 1, many.at + 1);
    assert_true(reads(CONSTRAINT_VERS, vers, ERR_NONE));
    vers = arena_format(&arena, "vers:npm/9999%.*s", TEXT_ARG(many));
    assert_false(reads(CONSTRAINT_VERS, vers, ERR_LIMIT));
    memset(room, '1', sizeof room);
    assert_true(reads(CONSTRAINT_GEM, (struct text){room, LIMIT_VERSION_BYTES}, ERR_NONE));
    assert_false(reads(CONSTRAINT_GEM, (struct text){room, LIMIT_VERSION_BYTES + 1}, ERR_LIMIT));
}

/* Whatever bytes come, each syntax reads them or says where it stopped. */
static void test_any_bytes(void **state)
{
    static const char bytes[] = "0123456789.x*^~<>=!|,-+@# ()[]abdev:/%_r1";
    static const char *const begins[] = {"", "vers:npm/", "vers:pypi/>=", "^", "~> ", "["};
    uint64_t seed = 1;
    (void)state;
    for (size_t round = 0; round < 60000; round++) {
        char text[64];
        struct err err = {0};
        struct constraint constraint;
        size_t len = (size_t)snprintf(text, sizeof text, "%s", begins[round % LEN_OF(begins)]);
        size_t end = len + round % 23;
        for (; len < end; len++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[len] = bytes[(seed >> 33) % (sizeof bytes - 1)];
        }
        struct arena small;
        arena_init(&small, SIZE_MAX);
        struct text written = {text, len};
        enum constraint_syntax syntax = (enum constraint_syntax)(seed % CONSTRAINT_SYNTAXES);
        enum version_scheme scheme = (enum version_scheme)(round % VERSION_SCHEMES);
        if (constraint_read(&constraint, syntax, scheme, written, &small, &err))
            (void)answer(&constraint, TEXT("1.2.3-beta"), &err);
        else if (!text_starts(text_of(err.text), TEXT("column ")))
            fail_msg("%.*s: %s", TEXT_ARG(written), err.text);
        arena_done(&small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_the_tools_answered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_syntaxes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_errors_have_their_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_versions_that_cannot_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_without_an_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_scheme_has_a_name_in_vers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_prints, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_vers_can_be_read_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_becomes_a_range, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
