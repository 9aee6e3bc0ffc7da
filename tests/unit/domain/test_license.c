/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_err.h"

#include "base/limits.h"
#include "domain/license.h"

struct fixture {
    struct arena arena;
    struct buf out;
    struct license_reading reading;
};

static void read_one(struct fixture *f, struct text s)
{
    assert_ok(license_read(&f->reading, s, &f->arena, err));
    buf_cut(&f->out, 0);
    if (f->reading.root)
        license_print(f->reading.root, &f->out);
}

static void set_up(struct fixture *f)
{
    arena_init(&f->arena, LIMIT_REQUEST_ARENA);
    buf_init(&f->out, SIZE_MAX);
}

static void tear_down(struct fixture *f)
{
    arena_done(&f->arena);
    buf_done(&f->out);
}

struct row {
    const char *written, *normal;
};

/* Reads each row. Those that are said to be valid have no problem. */
static void check_rows(const struct row *rows, size_t count, bool is_valid)
{
    struct fixture f;
    set_up(&f);
    for (size_t i = 0; i < count; i++) {
        read_one(&f, text_of(rows[i].written));
        if (!text_is(buf_text(&f.out), rows[i].normal) || !f.reading.problem.len != is_valid)
            fail_msg("\"%s\" is read as \"%s\", not \"%s\"; problem: \"%.*s\"", rows[i].written,
                f.out.at, rows[i].normal, TEXT_ARG(f.reading.problem));
    }
    tear_down(&f);
}

/* SPDX 2.3, annex D: WITH binds closer than AND, AND closer than OR; ids in any case. */
static void test_valid(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"MIT", "MIT"},
        {"  mit ", "MIT"},
        {"(MIT)", "MIT"},
        {"((apache-2.0))", "Apache-2.0"},
        {"Apache-1.1+", "Apache-1.1+"},
        {"MIT OR Apache-2.0", "Apache-2.0 OR MIT"},
        {"mit or apache-2.0", "Apache-2.0 OR MIT"},
        {"MIT AND ISC OR Zlib AND Vim", "ISC AND MIT OR Vim AND Zlib"},
        {"MIT AND (ISC OR Zlib)", "MIT AND (ISC OR Zlib)"},
        {"(MIT AND ISC) AND (Zlib AND MIT)", "ISC AND MIT AND Zlib"},
        {"(MIT OR ISC) OR MIT", "ISC OR MIT"},
        {"MIT AND (ISC OR MIT)", "MIT"},
        {"MIT OR (ISC AND MIT)", "MIT"},
        {"(MIT OR ISC) AND (MIT OR ISC OR Zlib)", "ISC OR MIT"},
        {"(MIT AND ISC) OR (MIT AND ISC AND Zlib)", "ISC AND MIT"},
        {"GPL-2.0-only WITH classpath-EXCEPTION-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"},
        {"MIT OR GPL-2.0-only WITH Classpath-exception-2.0",
            "GPL-2.0-only WITH Classpath-exception-2.0 OR MIT"},
        {"LicenseRef-Corp-1.0 AND MIT", "LicenseRef-Corp-1.0 AND MIT"},
        {"DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2",
            "DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2"},
        {"GPL-2.0-only WITH AdditionRef-Corp", "GPL-2.0-only WITH AdditionRef-Corp"},
        {"Apache-2.0 WITH LLVM-exception", "Apache-2.0 WITH LLVM-exception"},
        {"NONE", "NONE"},
        {"NOASSERTION", "NOASSERTION"},
        {"", ""},
        {" \t", ""},
    };
    check_rows(rows, LEN_OF(rows), true);
}

static void test_deprecated(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"GPL-2.0", "GPL-2.0-only"},
        {"GPL-2.0+", "GPL-2.0-or-later"},
        {"LGPL-2.1+", "LGPL-2.1-or-later"},
        {"AGPL-3.0+", "AGPL-3.0-or-later"},
        {"GFDL-1.3+", "GFDL-1.3-or-later"},
        {"GPL-2.0-only+", "GPL-2.0-or-later"},
        {"GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"},
        {"GPL-3.0-with-autoconf-exception+", "GPL-3.0-or-later WITH Autoconf-exception-3.0"},
        {"GPL-2.0 WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"},
        {"BSD-2-Clause-NetBSD", "BSD-2-Clause"},
        {"eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0"},
        {"MIT OR GPL-3.0 OR GPL-3.0-only", "GPL-3.0-only OR MIT"},
    };
    struct fixture f;
    set_up(&f);
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        read_one(&f, text_of(rows[i].written));
        assert_text(buf_text(&f.out), rows[i].normal);
        assert_int_equal(f.reading.guessed_count + f.reading.unknown_count, 0);
    }
    read_one(&f, TEXT("MIT AND LGPL-3.0"));
    assert_int_equal(f.reading.deprecated_count, 1);
    assert_text(f.reading.problem, "column 9: \"LGPL-3.0\" is deprecated");
    tear_down(&f);
}

static void test_guessed(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Apache License, Version 2.0", "Apache-2.0"},
        {"The Apache Software License, Version 2.0", "Apache-2.0"},
        {"ASL 2.0", "Apache-2.0"},
        {"Apache 2", "Apache-2.0"},
        {"http://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"},
        {"https://opensource.org/licenses/MIT", "MIT"},
        {"https://licenses.nuget.org/MIT", "MIT"},
        {"BSD 3-Clause", "BSD-3-Clause"},
        {"BSD 3-clause \"New\" or \"Revised\" License", "BSD-3-Clause"},
        {"MIT License", "MIT"},
        {"MIT (http://mootools.net/license.txt)", "MIT"},
        {"GPLv2+", "GPL-2.0-or-later"},
        {"GPL (>= 2)", "GPL-2.0-or-later"},
        {"GPLv2+ and MIT", "GPL-2.0-or-later AND MIT"},
        {"(GPLv2+ or AFL) and GPLv2+", "GPL-2.0-or-later"},
        {"MIT and (BSD or ASL 2.0)", "MIT AND (Apache-2.0 OR BSD-3-Clause)"},
        {"LGPL_v2_1", "LGPL-2.1-only"},
        {"GPL-3+ with Bison exception", "GPL-3.0-or-later WITH Bison-exception-2.2"},
        {"BSD-3-clause and/or GPL-3+", "BSD-3-Clause OR GPL-3.0-or-later"},
        {"Common Development and Distribution License", "CDDL-1.0"},
        {"Common Development and Distribution License AND MIT", "CDDL-1.0 AND MIT"},
        {"MIT AND Common Development and Distribution License (CDDL) v1.0 OR X",
            "MIT AND Common Development and Distribution License (CDDL) v1.0 OR X"},
        {"GNU General Public License (GPL), version 2, with the Classpath exception",
            "GPL-2.0-only WITH Classpath-exception-2.0"},
        {"CDDL+GPL", "CDDL-1.0 OR GPL-2.0-only WITH Classpath-exception-2.0"},
        {"MIT/Apache-2.0", "Apache-2.0 OR MIT"},
        {"GPLv2+, LGPLv2+, MIT", "GPL-2.0-or-later AND LGPL-2.0-or-later AND MIT"},
        {"Public Domain", "LicenseRef-public-domain"},
        {"MIT And ISC", "ISC AND MIT"},
    };
    check_rows(rows, LEN_OF(rows), false);
}

/* What has no sound form is kept as it was written, whole. */
static void test_unreadable(void **state)
{
    (void)state;
    static const struct {
        const char *written, *normal, *problem;
    } rows[] = {
        {"Foo", "Foo", "column 1: \"Foo\" is no licence of the SPDX list"},
        {"MIT AND my own terms", "MIT AND my own terms",
            "column 9: \"my own terms\" is no licence of the SPDX list"},
        {"MIT AND", "MIT AND", "column 8: a licence is missing at the end"},
        {"AND MIT", "AND MIT", "column 1: a licence is missing here"},
        {"MIT OR OR ISC", "MIT OR OR ISC", "column 8: a licence is missing here"},
        {"(MIT", "(MIT", "column 1: the parenthesis is not closed"},
        {"MIT)", "MIT)", "column 4: this parenthesis was not opened"},
        {"MIT (ISC)", "MIT (ISC)", "column 5: AND or OR is missing here"},
        {"()", "()", "column 2: a licence is missing here"},
        {"MIT WITH", "MIT WITH", "column 9: WITH has no exception behind it"},
        {"MIT WITH nothing", "MIT WITH nothing",
            "column 1: \"MIT WITH nothing\" is no licence of the SPDX list"},
        {"LicenseRef-", "LicenseRef-", "column 1: \"LicenseRef-\" is no licence of the SPDX list"},
        {"LicenseRef-a_b", "LicenseRef-a_b",
            "column 1: \"LicenseRef-a_b\" is no licence of the SPDX list"},
        {"GPLv2+ with exceptions", "GPLv2+ with exceptions",
            "column 1: \"GPLv2+\" is no SPDX id, and taken for GPL-2.0-or-later"},
    };
    struct fixture f;
    set_up(&f);
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        read_one(&f, text_of(rows[i].written));
        assert_text(buf_text(&f.out), rows[i].normal);
        assert_text(f.reading.problem, rows[i].problem);
        assert_int_equal(f.reading.unknown_count, 1);
    }
    tear_down(&f);
}

/* Parentheses as deep as allowed and one more, licences as many and one more, bytes as many and one more. */
static void test_limits(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    struct buf s;
    buf_init(&s, SIZE_MAX);
    for (size_t over = 0; over < 2; over++) {
        buf_cut(&s, 0);
        for (size_t i = 0; i < LIMIT_LICENSE_NESTING + over; i++)
            buf_add_char(&s, '(');
        buf_add_z(&s, "MIT AND ISC");
        for (size_t i = 0; i < LIMIT_LICENSE_NESTING + over; i++)
            buf_add_char(&s, ')');
        read_one(&f, buf_text(&s));
        assert_int_equal(f.reading.unknown_count, over);
        buf_cut(&s, 0);
        for (size_t i = 0; i < LIMIT_LICENSE_PARTS + over; i++)
            buf_format(&s, "%sa%zu", i ? " OR " : "", i);
        read_one(&f, buf_text(&s));
        assert_int_equal(f.reading.unknown_count, over ? 1 : LIMIT_LICENSE_PARTS);
        buf_cut(&s, 0);
        while (s.len < LIMIT_LICENSE_BYTES - 3 + over)
            buf_add_char(&s, s.len % 2 ? 'x' : 'y');
        buf_add_z(&s, "+zz");
        read_one(&f, buf_text(&s));
        assert_int_equal(f.reading.unknown_count, 1);
        assert_true((text_find_text(f.reading.problem, TEXT("too long")) >= 0) == (over == 1));
    }
    buf_cut(&s, 0);
    while (s.len < LIMIT_LICENSE_BYTES - 8)
        buf_add_z(&s, "and and ");
    read_one(&f, buf_text(&s));
    assert_int_equal(f.reading.unknown_count, 1);
    buf_done(&s);
    tear_down(&f);
}

static void test_families(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        enum license_family family;
    } rows[] = {
        {"MIT", LICENSE_PERMISSIVE},
        {"LGPL-2.1-only", LICENSE_WEAK},
        {"GPL-3.0-or-later", LICENSE_STRONG},
        {"GPL-3.0-or-later WITH GCC-exception-3.1", LICENSE_WEAK},
        {"GPL-2.0-only WITH GPL-CC-1.0", LICENSE_STRONG},
        {"Apache-2.0 WITH LLVM-exception", LICENSE_PERMISSIVE},
        {"AGPL-3.0-only", LICENSE_NETWORK},
        {"BUSL-1.1", LICENSE_PROPRIETARY},
        {"LicenseRef-Fedora-Public-Domain", LICENSE_PERMISSIVE},
        {"LicenseRef-x", LICENSE_UNKNOWN},
        {"My terms", LICENSE_UNKNOWN},
    };
    struct fixture f;
    set_up(&f);
    for (size_t i = 0; i < LEN_OF(rows); i++) {
        read_one(&f, text_of(rows[i].written));
        assert_int_equal(f.reading.root->family, rows[i].family);
        enum license_family family;
        assert_true(
            license_list_family_read(text_of(license_list_family_word(rows[i].family)), &family));
        assert_int_equal(family, rows[i].family);
    }
    tear_down(&f);
}

/* The table is sorted as it is searched, what replaces an id is one, and the words of names were made as they are looked up. */
static void test_table(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    assert_true(license_list_row_count > 700 && license_list_exception_count > 80);
    for (size_t i = 0; i < license_list_row_count; i++) {
        const struct license_list_row *row = &license_list_rows[i];
        assert_ptr_equal(license_list_find(text_of(row->id)), row);
        read_one(&f, text_of(row->id));
        assert_text(buf_text(&f.out), row->became ? row->became : row->id);
        assert_int_equal(f.reading.unknown_count + f.reading.guessed_count, 0);
    }
    for (size_t i = 0; i < license_list_exception_count; i++)
        assert_ptr_equal(license_list_find_exception(text_of(license_list_exceptions[i].id)),
            &license_list_exceptions[i]);
    for (size_t i = 0; i < license_list_name_count; i++) {
        const struct license_list_name *name = &license_list_names[i];
        assert_string_equal(license_list_named(text_of(name->words)), name->target);
        read_one(&f, text_of(name->target));
        assert_int_equal(f.reading.unknown_count + f.reading.guessed_count, 0);
    }
    tear_down(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_valid),
        cmocka_unit_test(test_deprecated), cmocka_unit_test(test_guessed),
        cmocka_unit_test(test_unreadable), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_families), cmocka_unit_test(test_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
