import type { Recognizer, RecognizerSource } from "../schema/recognizer.ts";
import { completed } from "./built-in-record.ts";
import aistudioWeb from "./services/aistudio-web.json" with { type: "json" };
import anthropicApi from "./services/anthropic-api.json" with { type: "json" };
import apiHost from "./services/api-host.json" with { type: "json" };
import azureApim from "./services/azure-apim.json" with { type: "json" };
import azureOpenai from "./services/azure-openai.json" with { type: "json" };
import azureVoiceLive from "./services/azure-voice-live.json" with { type: "json" };
import bedrock from "./services/bedrock.json" with { type: "json" };
import bedrockMantle from "./services/bedrock-mantle.json" with { type: "json" };
import bflApi from "./services/bfl-api.json" with { type: "json" };
import boltWeb from "./services/bolt-web.json" with { type: "json" };
import byteplusArk from "./services/byteplus-ark.json" with { type: "json" };
import cartesia from "./services/cartesia.json" with { type: "json" };
import cerebrasApi from "./services/cerebras-api.json" with { type: "json" };
import characterAi from "./services/character-ai.json" with { type: "json" };
import chatglmWeb from "./services/chatglm-web.json" with { type: "json" };
import chatgptCodex from "./services/chatgpt-codex.json" with { type: "json" };
import chatgptWeb from "./services/chatgpt-web.json" with { type: "json" };
import civitai from "./services/civitai.json" with { type: "json" };
import claudeWeb from "./services/claude-web.json" with { type: "json" };
import cloudflareAiGateway from "./services/cloudflare-ai-gateway.json" with { type: "json" };
import cloudflareWorkersAi from "./services/cloudflare-workers-ai.json" with { type: "json" };
import cohereApi from "./services/cohere-api.json" with { type: "json" };
import copilotWeb from "./services/copilot-web.json" with { type: "json" };
import dashscopeApi from "./services/dashscope-api.json" with { type: "json" };
import databricks from "./services/databricks.json" with { type: "json" };
import deepinfra from "./services/deepinfra.json" with { type: "json" };
import deepseekApi from "./services/deepseek-api.json" with { type: "json" };
import deepseekWeb from "./services/deepseek-web.json" with { type: "json" };
import dolaWeb from "./services/dola-web.json" with { type: "json" };
import doubaoWeb from "./services/doubao-web.json" with { type: "json" };
import duckAiWeb from "./services/duck-ai-web.json" with { type: "json" };
import elevenlabs from "./services/elevenlabs.json" with { type: "json" };
import fal from "./services/fal.json" with { type: "json" };
import fireworks from "./services/fireworks.json" with { type: "json" };
import geminiApi from "./services/gemini-api.json" with { type: "json" };
import geminiApiOpenaiCompat from "./services/gemini-api-openai-compat.json" with { type: "json" };
import geminiEnterpriseWeb from "./services/gemini-enterprise-web.json" with { type: "json" };
import geminiWeb from "./services/gemini-web.json" with { type: "json" };
import genericAnthropic from "./services/generic-anthropic.json" with { type: "json" };
import genericBedrock from "./services/generic-bedrock.json" with { type: "json" };
import genericGemini from "./services/generic-gemini.json" with { type: "json" };
import genericOllama from "./services/generic-ollama.json" with { type: "json" };
import genericOpenai from "./services/generic-openai.json" with { type: "json" };
import genericVertex from "./services/generic-vertex.json" with { type: "json" };
import githubCopilotApi from "./services/github-copilot-api.json" with { type: "json" };
import githubCopilotWeb from "./services/github-copilot-web.json" with { type: "json" };
import grokWeb from "./services/grok-web.json" with { type: "json" };
import grokX from "./services/grok-x.json" with { type: "json" };
import groqApi from "./services/groq-api.json" with { type: "json" };
import herokuInference from "./services/heroku-inference.json" with { type: "json" };
import huggingchatWeb from "./services/huggingchat-web.json" with { type: "json" };
import huggingfaceHub from "./services/huggingface-hub.json" with { type: "json" };
import huggingfaceRouter from "./services/huggingface-router.json" with { type: "json" };
import kling from "./services/kling.json" with { type: "json" };
import lmarenaWeb from "./services/lmarena-web.json" with { type: "json" };
import lovableWeb from "./services/lovable-web.json" with { type: "json" };
import cursorApp from "./services/cursor-app.json" with { type: "json" };
import cursorWeb from "./services/cursor-web.json" with { type: "json" };
import deepgram from "./services/deepgram.json" with { type: "json" };
import geminiCli from "./services/gemini-cli.json" with { type: "json" };
import genericCohere from "./services/generic-cohere.json" with { type: "json" };
import genericKserve from "./services/generic-kserve.json" with { type: "json" };
import genericLlamacpp from "./services/generic-llamacpp.json" with { type: "json" };
import genericSagemaker from "./services/generic-sagemaker.json" with { type: "json" };
import genericTgi from "./services/generic-tgi.json" with { type: "json" };
import genericWeights from "./services/generic-weights.json" with { type: "json" };
import gensparkWeb from "./services/genspark-web.json" with { type: "json" };
import helicone from "./services/helicone.json" with { type: "json" };
import huggingfaceEndpoints from "./services/huggingface-endpoints.json" with { type: "json" };
import huggingfaceXet from "./services/huggingface-xet.json" with { type: "json" };
import kaggleModels from "./services/kaggle-models.json" with { type: "json" };
import kimiWeb from "./services/kimi-web.json" with { type: "json" };
import kiroApp from "./services/kiro-app.json" with { type: "json" };
import lmstudio from "./services/lmstudio.json" with { type: "json" };
import lumaApi from "./services/luma-api.json" with { type: "json" };
import m365Copilot from "./services/m365-copilot.json" with { type: "json" };
import manusWeb from "./services/manus-web.json" with { type: "json" };
import midjourneyWeb from "./services/midjourney-web.json" with { type: "json" };
import metaAiWeb from "./services/meta-ai-web.json" with { type: "json" };
import midjourneyDiscord from "./services/midjourney-discord.json" with { type: "json" };
import mimoWeb from "./services/mimo-web.json" with { type: "json" };
import mistralApi from "./services/mistral-api.json" with { type: "json" };
import mistralWeb from "./services/mistral-web.json" with { type: "json" };
import modelscope from "./services/modelscope.json" with { type: "json" };
import moonshotApi from "./services/moonshot-api.json" with { type: "json" };
import nebius from "./services/nebius.json" with { type: "json" };
import notebooklmWeb from "./services/notebooklm-web.json" with { type: "json" };
import notionAi from "./services/notion-ai.json" with { type: "json" };
import novita from "./services/novita.json" with { type: "json" };
import nvidiaNim from "./services/nvidia-nim.json" with { type: "json" };
import ollamaRegistry from "./services/ollama-registry.json" with { type: "json" };
import ollama from "./services/ollama.json" with { type: "json" };
import openaiApi from "./services/openai-api.json" with { type: "json" };
import objectStores from "./services/object-stores.json" with { type: "json" };
import openaiExtras from "./services/openai-extras.json" with { type: "json" };
import openrouter from "./services/openrouter.json" with { type: "json" };
import perplexityApi from "./services/perplexity-api.json" with { type: "json" };
import perplexityWeb from "./services/perplexity-web.json" with { type: "json" };
import piWeb from "./services/pi-web.json" with { type: "json" };
import poeWeb from "./services/poe-web.json" with { type: "json" };
import portkey from "./services/portkey.json" with { type: "json" };
import qwenCnWeb from "./services/qwen-cn-web.json" with { type: "json" };
import qwenWeb from "./services/qwen-web.json" with { type: "json" };
import replicate from "./services/replicate.json" with { type: "json" };
import replitWeb from "./services/replit-web.json" with { type: "json" };
import runwayApi from "./services/runway-api.json" with { type: "json" };
import runwayWeb from "./services/runway-web.json" with { type: "json" };
import sagemaker from "./services/sagemaker.json" with { type: "json" };
import sharepointUploads from "./services/sharepoint-uploads.json" with { type: "json" };
import siliconflow from "./services/siliconflow.json" with { type: "json" };
import snowflakeCortex from "./services/snowflake-cortex.json" with { type: "json" };
import soraWeb from "./services/sora-web.json" with { type: "json" };
import sunoWeb from "./services/suno-web.json" with { type: "json" };
import together from "./services/together.json" with { type: "json" };
import v0Api from "./services/v0-api.json" with { type: "json" };
import v0Web from "./services/v0-web.json" with { type: "json" };
import vercelAiGateway from "./services/vercel-ai-gateway.json" with { type: "json" };
import vertex from "./services/vertex.json" with { type: "json" };
import voyageApi from "./services/voyage-api.json" with { type: "json" };
import watsonx from "./services/watsonx.json" with { type: "json" };
import webAppHost from "./services/web-app-host.json" with { type: "json" };
import xaiApi from "./services/xai-api.json" with { type: "json" };
import youWeb from "./services/you-web.json" with { type: "json" };
import zaiApi from "./services/zai-api.json" with { type: "json" };
import zaiWeb from "./services/zai-web.json" with { type: "json" };

/**
 * Every recognizer. The order is the order of trying: where two services share a host, the one with the narrower
 * paths comes first, and shapes for any host come last.
 */
export const SERVICES: readonly Recognizer[] = (
  [
    apiHost,
    webAppHost,
    openaiExtras,
    chatgptCodex,
    chatgptWeb,
    claudeWeb,
    geminiWeb,
    openaiApi,
    anthropicApi,
    geminiApiOpenaiCompat,
    geminiApi,
    mistralApi,
    groqApi,
    deepseekApi,
    xaiApi,
    openrouter,
    cerebrasApi,
    perplexityApi,
    together,
    fireworks,
    deepinfra,
    moonshotApi,
    zaiApi,
    dashscopeApi,
    nvidiaNim,
    v0Api,
    herokuInference,
    voyageApi,
    cohereApi,
    vercelAiGateway,
    cloudflareAiGateway,
    cloudflareWorkersAi,
    azureVoiceLive,
    azureOpenai,
    bedrock,
    bedrockMantle,
    vertex,
    databricks,
    snowflakeCortex,
    watsonx,
    huggingfaceRouter,
    replicate,
    ollama,
    elevenlabs,
    byteplusArk,
    kling,
    perplexityWeb,
    grokWeb,
    grokX,
    deepseekWeb,
    duckAiWeb,
    boltWeb,
    lovableWeb,
    lmarenaWeb,
    poeWeb,
    soraWeb,
    sunoWeb,
    dolaWeb,
    doubaoWeb,
    qwenWeb,
    zaiWeb,
    youWeb,
    mistralWeb,
    notebooklmWeb,
    geminiEnterpriseWeb,
    aistudioWeb,
    huggingchatWeb,
    characterAi,
    githubCopilotWeb,
    githubCopilotApi,
    cursorApp,
    m365Copilot,
    manusWeb,
    midjourneyWeb,
    metaAiWeb,
    fal,
    huggingfaceHub,
    civitai,
    copilotWeb,
    cursorWeb,
    kimiWeb,
    chatglmWeb,
    qwenCnWeb,
    gensparkWeb,
    notionAi,
    piWeb,
    runwayWeb,
    runwayApi,
    mimoWeb,
    replitWeb,
    v0Web,
    midjourneyDiscord,
    kiroApp,
    geminiCli,
    lmstudio,
    deepgram,
    cartesia,
    bflApi,
    lumaApi,
    helicone,
    portkey,
    nebius,
    novita,
    siliconflow,
    huggingfaceEndpoints,
    sagemaker,
    azureApim,
    modelscope,
    kaggleModels,
    ollamaRegistry,
    huggingfaceXet,
    genericVertex,
    genericGemini,
    genericAnthropic,
    genericOpenai,
    genericBedrock,
    genericOllama,
    genericLlamacpp,
    genericTgi,
    genericKserve,
    genericSagemaker,
    genericCohere,
    genericWeights,
    objectStores,
    sharepointUploads,
  ] as readonly RecognizerSource[]
).map(completed);
