/* SPDX-License-Identifier: Apache-2.0 */
/* Texts as Jira has them: Cloud's Atlassian Document Format (developer.atlassian.com, "Atlassian Document Format"), a tree of JSON, and
   the wiki markup of Server and Data Center.
   Example: jira_text_print(&out, "body", TEXT("Hello\n\nthere"), true) adds "body":{"type":"doc",…} */
#ifndef JIRA_JIRA_TEXT_H
#define JIRA_JIRA_TEXT_H

#include "base/arena.h"
#include "codec/json.h"

/* Adds a member: a document of paragraphs, where an empty line parts two, or wiki markup that shows text as it stands. */
void jira_text_print(struct buf *out, const char *key, struct text text, bool is_cloud);

/* Returns the plain text of such a member, a document or a string, up to max_bytes; empty when it is neither. */
struct text jira_text_read(yyjson_val *value, size_t max_bytes, struct arena *arena);

#endif
