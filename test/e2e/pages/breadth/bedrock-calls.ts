import {
  ApplyGuardrailCommand,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeGuardrailChecksCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  StartAsyncInvokeCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { joined, MESSAGES, PROMPT, type SdkCalls, some } from "./sdk-calls.ts";

const bedrock = new BedrockRuntimeClient({
  region: "eu-central-1",
  credentials: { accessKeyId: "stand-in", secretAccessKey: "stand-in" },
  maxAttempts: 1,
});

const messages = [{ role: "user" as const, content: [{ text: PROMPT }] }];
const claude = JSON.stringify({
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 64,
  messages: MESSAGES,
});
const utf8 = new TextDecoder();

/** Calls of `@aws-sdk/client-bedrock-runtime`. */
export const BEDROCK: SdkCalls = {
  Converse: async (modelId) =>
    some(
      (await bedrock.send(new ConverseCommand({ modelId, messages }))).output?.message?.content?.[0]?.text,
    ),
  ConverseStream: async (modelId) =>
    joined(
      (await bedrock.send(new ConverseStreamCommand({ modelId, messages }))).stream,
      (event) => event.contentBlockDelta?.delta?.text,
    ),
  InvokeModel: async (modelId) => invoked(modelId, claude),
  InvokeModelWithResponseStream: async (modelId) =>
    joined(
      (await bedrock.send(new InvokeModelWithResponseStreamCommand({ modelId, body: claude }))).body,
      (event) => utf8.decode(event.chunk?.bytes),
    ),
  "InvokeModel, embedding": async (modelId) => invoked(modelId, JSON.stringify({ inputText: PROMPT })),
  "InvokeModel, image": async (modelId) =>
    invoked(modelId, JSON.stringify({ taskType: "TEXT_IMAGE", textToImageParams: { text: PROMPT } })),
  CountTokens: async (modelId) =>
    some(
      (await bedrock.send(new CountTokensCommand({ modelId, input: { converse: { messages } } })))
        .inputTokens,
    ),
  StartAsyncInvoke: async (modelId) =>
    some(
      (
        await bedrock.send(
          new StartAsyncInvokeCommand({
            modelId,
            clientRequestToken: "stand-in",
            modelInput: { taskType: "TEXT_VIDEO", textToVideoParams: { text: PROMPT } },
            outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://stand-in" } },
          }),
        )
      ).invocationArn,
    ),
  InvokeGuardrailChecks: async () =>
    some(
      (
        await bedrock.send(
          new InvokeGuardrailChecksCommand({
            messages: [{ role: "user", content: [{ text: PROMPT }] }],
            checks: {},
          }),
        )
      ).$metadata.httpStatusCode,
    ),
  ApplyGuardrail: async () =>
    some(
      (
        await bedrock.send(
          new ApplyGuardrailCommand({
            guardrailIdentifier: "g1",
            guardrailVersion: "1",
            source: "INPUT",
            content: [{ text: { text: PROMPT } }],
          }),
        )
      ).action,
    ),
};

async function invoked(modelId: string, body: string): Promise<string> {
  return some(utf8.decode((await bedrock.send(new InvokeModelCommand({ modelId, body }))).body));
}
