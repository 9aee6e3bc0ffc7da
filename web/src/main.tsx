// SPDX-License-Identifier: Apache-2.0
import "./style/base.css";
import "./style/frame.css";
import "./style/controls.css";
import "./style/chips.css";
import "./style/parts.css";
import "./style/overlays.css";
import "./style/priority.css";
import "./style/lists.css";
import "./style/decision.css";
import "./style/ticket.css";
import "./style/vex.css";
import "./style/explain.css";
import "./style/inventory.css";
import "./style/sbom.css";
import "./style/where.css";
import "./style/coverage.css";
import "./style/licenses.css";
import { render } from "preact";
import { App } from "./app";
import { startKeys } from "./keys";
import { startRouter } from "./router";
import { loadSession } from "./session";

startRouter();
startKeys();
void loadSession();
const root = document.getElementById("app");
if (root) render(<App />, root);
