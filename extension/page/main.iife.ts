"use strict"; // so that no call site shows its function or its this to Error.prepareStackTrace of the page

import { Binding } from "./binding.ts";
import { hookBeacon } from "./beacon.ts";
import { Conversations } from "./conversations.ts";
import { hookDataChannel } from "./data-channel.ts";
import { hookEventSource } from "./event-source.ts";
import { hookFetch } from "./fetch.ts";
import { Line } from "./line.ts";
import { disguise } from "./replace.ts";
import { Replies } from "./replies.ts";
import { watchRequests } from "./request.ts";
import { hookWebSocket } from "./web-socket.ts";
import { hookXhr } from "./xhr.ts";

const line = new Line();

// A page that no content script reaches keeps its own functions: there the network layer decides alone.
if (line.open) {
  const binding = new Binding(line);
  const replies = new Replies(line);
  const conversations = new Conversations(line);
  watchRequests();
  hookFetch({ line, binding, replies });
  hookXhr({ line, binding, replies });
  hookBeacon(line, binding);
  hookWebSocket(line, conversations);
  hookDataChannel(conversations);
  hookEventSource(line);
  disguise();
}
