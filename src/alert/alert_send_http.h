/* SPDX-License-Identifier: Apache-2.0 */
/* Sends an alert to a room or a webhook, by the fetch role, and reads what its answer means.
   Example: alert_send_http(&sending, err) */
#ifndef ALERT_ALERT_SEND_HTTP_H
#define ALERT_ALERT_SEND_HTTP_H

#include "alert/alert_send.h"

MUST_USE bool alert_send_http(struct alert_sending *sending, struct err *err);

#endif
