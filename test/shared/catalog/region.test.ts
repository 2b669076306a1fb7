import { describe, expect, test } from "vitest";
import { explain } from "../../../shared/catalog/explain.ts";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { post, socket } from "./call-of.ts";

const catalog = indexCatalog(SERVICES);
const CHAT = { model: "m", messages: [{ role: "user", content: "hello" }] };

/** Where a chat sent to this address goes; `no call` where it is none. */
function regionOf(url: string): string | null {
  const found = recognize(catalog, post(url, CHAT), { prompt: false });
  return found === null ? "no call" : found.region;
}

const CONVERSE = "/model/anthropic.claude-opus-4-8/converse";
const VERTEX = "/publishers/google/models/gemini-3-pro:rawPredict";
const AZURE = "/openai/deployments/d/chat/completions";

describe("the region of a call", () => {
  test.each([
    ["AWS", `https://bedrock-runtime.eu-west-1.amazonaws.com${CONVERSE}`, "eu-west-1"],
    [
      "AWS from a private network",
      `https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com${CONVERSE}`,
      "us-east-1",
    ],
    ["AWS GovCloud", `https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com${CONVERSE}`, "us-gov-west-1"],
    ["AWS Top Secret", `https://bedrock-runtime.us-iso-east-1.c2s.ic.gov${CONVERSE}`, "us-iso-east-1"],
    ["AWS Secret", `https://bedrock-runtime.us-isob-east-1.sc2s.sgov.gov${CONVERSE}`, "us-isob-east-1"],
    ["Bedrock's OpenAI form", "https://bedrock-mantle.us-east-1.api.aws/v1/chat/completions", "us-east-1"],
    ["Azure's regional hosts", `https://swedencentral.api.cognitive.microsoft.com${AZURE}`, "swedencentral"],
    ["Azure Government", `https://acme.openai.azure.us${AZURE}`, "azure-government"],
    [
      "Azure Government's regional hosts",
      `https://usgovvirginia.api.cognitive.microsoft.us${AZURE}`,
      "azure-government",
    ],
    ["Azure Secret", `https://acme.openai.azure.microsoft.scloud${AZURE}`, "azure-secret"],
    [
      "Google's regional hosts",
      `https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4${VERTEX}`,
      "europe-west4",
    ],
    [
      "a location in the path",
      "https://aiplatform.googleapis.com/v1/projects/p/locations/us-central1/endpoints/openapi/chat/completions",
      "us-central1",
    ],
    [
      "Google's Assured Workloads",
      `https://aiplatform.us.rep.googleapis.com/v1/projects/p/locations/us${VERTEX}`,
      "us",
    ],
    ["OpenAI's regional hosts", "https://eu.api.openai.com/v1/chat/completions", "eu"],
    ["xAI's regional hosts", "https://us-east-1.api.x.ai/v1/chat/completions", "us-east-1"],
    ["ElevenLabs' residency", "https://api.eu.residency.elevenlabs.io/v1/text-to-speech/v", "eu"],
    ["watsonx", "https://eu-de.ml.cloud.ibm.com/ml/v1/text/chat", "eu-de"],
    [
      "Databricks on GovCloud",
      "https://acme.cloud.databricks.us/serving-endpoints/e/invocations",
      "us-gov-west-1",
    ],
    [
      "a Snowflake account by its locator",
      "https://xy12345.eu-central-1.snowflakecomputing.com/api/v2/cortex/inference:complete",
      "eu-central-1",
    ],
  ])("is told by %s", (_, url, region) => {
    expect(regionOf(url)).toBe(region);
  });

  test("is told by M365's government hosts", () => {
    for (const [host, region] of [
      ["substrate.office365.us", "m365-gcc-high"],
      ["substrate-dod.office365.us", "m365-dod"],
      ["substrate.office.com", null],
    ])
      expect(
        recognize(catalog, socket(`wss://${host}/m365Copilot/Chathub/o@t`), { prompt: false })?.region,
      ).toBe(region);
  });

  test.each([
    ["an Azure resource", `https://acme.openai.azure.com${AZURE}`],
    ["OpenAI", "https://api.openai.com/v1/chat/completions"],
    ["Snowflake's account names", "https://org-acct.snowflakecomputing.com/api/v2/cortex/inference:complete"],
    [
      "Snowflake's private links",
      "https://a.privatelink.snowflakecomputing.com/api/v2/cortex/inference:complete",
    ],
    [
      "a profile that answers anywhere",
      "https://bedrock-runtime.eu-west-1.amazonaws.com/model/global.anthropic.claude-opus-4-8/converse",
    ],
    [
      "a location that is anywhere",
      "https://aiplatform.googleapis.com/v1/projects/p/locations/global/endpoints/openapi/chat/completions",
    ],
    [
      "a location that is no name",
      "https://aiplatform.googleapis.com/v1/projects/p/locations/us%20eu/endpoints/openapi/chat/completions",
    ],
  ])("is not told by %s", (_, url) => {
    expect(regionOf(url)).toBeNull();
  });

  test("is among what an explanation found", () => {
    const call = post("https://eu.api.openai.com/v1/chat/completions", CHAT);
    expect(explain(catalog, call)?.found).toContainEqual({ what: "region", at: "host/0", values: ["eu"] });
  });
});
