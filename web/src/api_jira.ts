// SPDX-License-Identifier: Apache-2.0
// A team's connection with Jira, as docs/api.yaml describes it.
import type { Schemas } from "./schemas";

export type Jira = Schemas["Jira"];
export type JiraAnswer = Schemas["JiraAnswer"];
export type JiraTest = Schemas["JiraTest"];
export type NewJira = Schemas["NewJira"];
export type Delivery = Schemas["Delivery"];
export type JiraReceived = Schemas["JiraReceived"];
export type TicketJira = Schemas["TicketJira"];
