/* SPDX-License-Identifier: Apache-2.0 */
/* Elements of an SPDX 3 document as they are written: their ids, and agents and licences, each written once however many refer
   to it. Example: spdx3_print_begin(&p, "Bom", id); json_print_member(out, "suppliedBy", spdx3_print_agent(&p, "Organization", name, mail)) */
#ifndef SBOM_SPDX3_PRINT_H
#define SBOM_SPDX3_PRINT_H

#include "base/map.h"
#include "base/vec.h"
#include "sbom/sbom_writer.h"

struct spdx3_print_agent {
    const char *type; /* "Person", "Organization", "Tool", "SoftwareAgent" */
    struct text name, contact;
};

struct spdx3_print_license {
    struct text name;
    struct text text; /* empty: name is an expression */
};

struct spdx3_print {
    struct sbom_writer *writer;
    struct text base;    /* the id of the document */
    const char *between; /* base and what is an element's own */
    struct text *ids;    /* by component */
    struct {
        VEC(struct spdx3_print_agent);
    } agents;
    struct {
        VEC(struct spdx3_print_license);
    } licenses;
    struct map agent_numbers, license_numbers;
    size_t number; /* of relations and notes */
};

/* Gives each component its id, and takes up the texts of licences. */
MUST_USE bool spdx3_print_init(
    struct spdx3_print *print, struct sbom_writer *writer, struct err *err);
void spdx3_print_done(struct spdx3_print *print);

/* Returns an id made of the document's: "urn:uuid:…#Agent-7"; without a number for 0. */
struct text spdx3_print_id(const struct spdx3_print *print, const char *kind, size_t number);
/* Returns the id of a component, or of the subject. */
struct text spdx3_print_end(const struct spdx3_print *print, uint32_t component);

/* Begins an element; the caller closes it. */
void spdx3_print_begin(struct spdx3_print *print, const char *type, struct text id);

/* Return the ids of what is written by spdx3_print_shared, later. */
struct text spdx3_print_add_agent(
    struct spdx3_print *print, const char *type, struct text name, struct text contact);
struct text spdx3_print_add_license(struct spdx3_print *print, struct text license);
void spdx3_print_shared(struct spdx3_print *print);

#endif
