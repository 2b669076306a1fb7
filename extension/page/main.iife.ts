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

// A page that the content script does not reach keeps its own functions; the network layer decides there alone.
const line = new Line();
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
