/* SPDX-License-Identifier: Apache-2.0 */
/* What a syntax is to constraint.c, and what the syntaxes share. Only constraint*.c include this.
   Example: while (constraint_syntax_skip(reader, "||")) … */
#ifndef DOMAIN_CONSTRAINT_SYNTAX_H
#define DOMAIN_CONSTRAINT_SYNTAX_H

#include "domain/constraint_set.h"

/* A constraint while it is read; rest ends where text ends. */
struct constraint_reader {
    struct text text, rest;
    enum version_scheme scheme;
    struct arena *arena;
    struct err *err;
};

/* What the operators mean before a version. */
enum constraint_operator {
    CONSTRAINT_LESS,
    CONSTRAINT_LESS_EQUAL,
    CONSTRAINT_EQUAL,
    CONSTRAINT_NOT_EQUAL,
    CONSTRAINT_GREATER_EQUAL,
    CONSTRAINT_GREATER,
    CONSTRAINT_TILDE, /* about this version: ~, ~=, ~> */
    CONSTRAINT_CARET, /* compatible with this version */
    CONSTRAINT_SPELT, /* PEP 440's === */
    CONSTRAINT_DASH,  /* VERS: none */
};

/* A syntax's operators, a longer one before its own beginning. */
struct constraint_word {
    const char *word; /* NULL ends the table */
    enum constraint_operator meaning;
};

/* Readers of each syntax: fill set, which is empty, with all that reader->rest says; it has no white space around. */
typedef bool constraint_syntax_read(struct constraint_reader *reader, struct constraint_set *set);
MUST_USE bool constraint_plain_read(struct constraint_reader *reader, struct constraint_set *set);
MUST_USE bool constraint_npm_read(struct constraint_reader *reader, struct constraint_set *set);
MUST_USE bool constraint_cargo_read(struct constraint_reader *reader, struct constraint_set *set);
MUST_USE bool constraint_composer_read(
    struct constraint_reader *reader, struct constraint_set *set);
MUST_USE bool constraint_gem_read(struct constraint_reader *reader, struct constraint_set *set);
MUST_USE bool constraint_maven_read(struct constraint_reader *reader, struct constraint_set *set);
MUST_USE bool constraint_pep440_read(struct constraint_reader *reader, struct constraint_set *set);
MUST_USE bool constraint_nuget_read(struct constraint_reader *reader, struct constraint_set *set);
MUST_USE bool constraint_vers_read(struct constraint_reader *reader, struct constraint_set *set);

/* The longest that a version becomes when Composer writes it in full, and its way to do so: "1.2-b3" as "1.2.0.0-beta3",
   "1.x-dev" as "1.9999999.9999999.9999999-dev". Returns why it cannot, or NULL and the text in room. */
enum { CONSTRAINT_COMPOSER_BYTES = 640 };
const char *constraint_composer_full(
    struct text version, char room[CONSTRAINT_COMPOSER_BYTES], struct text *ret_full);

/* Returns false with ERR_SYNTAX and the column of at, a part of reader->text. */
bool constraint_syntax_fail(const struct constraint_reader *reader, const char *at,
    const char *format, ...) PRINTF_LIKE(3, 4);
/* Puts the column of at in front of reader->err. Returns false. */
bool constraint_syntax_place(const struct constraint_reader *reader, const char *at);

void constraint_syntax_skip_spaces(struct constraint_reader *reader);
/* Cuts word off the rest if it stands there. */
bool constraint_syntax_skip(struct constraint_reader *reader, const char *word);
/* Cuts the operator off the rest and returns its meaning; otherwise where there is none. */
enum constraint_operator constraint_syntax_operator(struct constraint_reader *reader,
    const struct constraint_word *words, enum constraint_operator otherwise);
/* Cuts off the rest what stands before a space or one of stops; it may be empty. */
struct text constraint_syntax_word(struct constraint_reader *reader, const char *stops);

/* Returns whether the reader's scheme can read the version; else fails with its column. */
MUST_USE bool constraint_syntax_check(const struct constraint_reader *reader, struct text version);
/* Adds the versions that stand so to version, seen at level: one of the first six operators. */
MUST_USE bool constraint_syntax_compare(const struct constraint_reader *reader,
    struct constraint_set *set, enum constraint_operator meaning, struct text version,
    enum constraint_level level);
/* Narrows set, or fills it when it is the first, by what one part of the constraint says. */
MUST_USE bool constraint_syntax_and(const struct constraint_reader *reader,
    struct constraint_set *set, const struct constraint_set *one, bool is_first);
/* Adds an interval to set; with constraint_syntax_limit the error of a set gets its words. */
MUST_USE bool constraint_syntax_add(const struct constraint_reader *reader,
    struct constraint_set *set, struct constraint_interval interval);

/* Returns the number one above a run of digits of any size. */
struct text constraint_syntax_next(const struct constraint_reader *reader, struct text digits);

/* Reads one interval "[1.0,2.0)", "(,1.0]" or "[1.0]" off the rest: Maven's and NuGet's. */
MUST_USE bool constraint_bracket_read(
    struct constraint_reader *reader, struct constraint_interval *ret_interval);

#endif
