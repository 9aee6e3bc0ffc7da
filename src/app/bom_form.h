/* SPDX-License-Identifier: Apache-2.0 */
/* What Dependency-Track's clients send to /api/v1/bom: JSON with the SBOM in Base64, or a form with a file. Taken apart in the
   confined worker. Example: bom_form_read(&form, tools->workers, type, fd, err); …form.bom…; bom_form_done(&form); */
#ifndef APP_BOM_FORM_H
#define APP_BOM_FORM_H

#include "sandbox/worker.h"

struct bom_form {
    struct text project;       /* a UUID; or empty */
    struct text name, version; /* of the project, where it goes by them */
    struct text tags;          /* joined by commas */
    struct text auto_create;   /* "true": a project that is not there is made */
    struct text file_name;     /* or empty */
    struct text bom;           /* the SBOM's bytes */
    struct sealed sealed;      /* where all of them lie */
};

/* Reads the whole body at fd by its content type. Fails with ERR_SYNTAX, ERR_LIMIT or ERR_UNSUPPORTED, and as worker_run does. */
MUST_USE bool bom_form_read(struct bom_form *ret_form, struct worker_pool *workers,
    struct text content_type, int fd, struct err *err);
void bom_form_done(struct bom_form *form);

/* The worker's side: rows of its table of jobs. name is the content type. */
#define BOM_FORM_JSON_KIND "bom-json"
#define BOM_FORM_MULTIPART_KIND "bom-multipart"
bool bom_form_run_json(struct text name, struct text input, struct buf *out, struct err *err);
bool bom_form_run_multipart(struct text name, struct text input, struct buf *out, struct err *err);

#endif
