// The Azure SDK for JavaScript, unmodified, against the cloud that the environment variables point to.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { ComputeManagementClient } from "@azure/arm-compute";
import { NetworkManagementClient } from "@azure/arm-network";
import { ResourceManagementClient } from "@azure/arm-resources";
import { ClientSecretCredential } from "@azure/identity";

const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_SUBSCRIPTION_ID, ARM_METADATA_HOSTNAME } = process.env;
const endpoint = `https://${ARM_METADATA_HOSTNAME}`;
const authorityHost = endpoint.replace("management.", "login.");
const group = `js-${randomUUID().slice(0, 8)}`;
const location = "francecentral";

const credential = new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, { authorityHost, disableInstanceDiscovery: true });
const options = { endpoint, credentialScopes: [`${endpoint}/.default`] };
const resources = new ResourceManagementClient(credential, AZURE_SUBSCRIPTION_ID, options);
const network = new NetworkManagementClient(credential, AZURE_SUBSCRIPTION_ID, options);
const compute = new ComputeManagementClient(credential, AZURE_SUBSCRIPTION_ID, options);

before(async () => {
  const made = await resources.resourceGroups.createOrUpdate(group, { location, tags: { suite: "js" } });
  assert.equal(made.properties.provisioningState, "Succeeded");
});

after(async () => {
  await resources.resourceGroups.beginDeleteAndWait(group);
});

test("lists groups", async () => {
  const names = [];
  for await (const one of resources.resourceGroups.list()) names.push(one.name);
  assert.ok(names.includes(group));
});

test("makes and deletes a network", async () => {
  const made = await network.virtualNetworks.beginCreateOrUpdateAndWait(group, "vnet", {
    location,
    addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
    subnets: [{ name: "default", addressPrefix: "10.1.0.0/24" }],
  });
  assert.equal(made.provisioningState, "Succeeded");
  assert.equal(made.subnets[0].addressPrefix, "10.1.0.0/24");
  await network.virtualNetworks.beginDeleteAndWait(group, "vnet");
});

test("lists machines and sizes", async () => {
  const machines = [];
  for await (const one of compute.virtualMachines.listAll()) machines.push(one);
  assert.ok(Array.isArray(machines));
  const sizes = [];
  for await (const one of compute.virtualMachineSizes.list(location)) sizes.push(one.name);
  assert.ok(sizes.includes("Standard_B1s"));
});

test("refuses a wrong secret with Entra's code", async () => {
  const wrong = new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, "wrong", { authorityHost, disableInstanceDiscovery: true });
  await assert.rejects(wrong.getToken(`${endpoint}/.default`), /AADSTS7000215/);
});

test("refuses bad input with Azure's code", async () => {
  await assert.rejects(resources.resourceGroups.createOrUpdate(`${group}-x`, { location: "westeurope" }), (error) => error.code.startsWith("LocationNotAvailable"));
});
