"""The storage SDKs for Python, unmodified: blobs, queues and tables, with the account's key, signatures and tokens."""
import datetime
import hashlib
import os
import unittest
import uuid

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError, ResourceExistsError, ResourceModifiedError, ResourceNotFoundError
from azure.data.tables import TableServiceClient, TableTransactionError, UpdateMode
from azure.identity import EnvironmentCredential
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.storage import StorageManagementClient
from azure.storage.blob import (AccountSasPermissions, BlobBlock, BlobClient, BlobSasPermissions, BlobServiceClient, ContainerSasPermissions, ContentSettings,
                                ResourceTypes, generate_account_sas, generate_blob_sas, generate_container_sas)
from azure.storage.queue import QueueServiceClient

ENDPOINT = "https://" + os.environ["ARM_METADATA_HOSTNAME"]
LOCATION = "francecentral"
MIB = 1 << 20


def in_an_hour():
    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)


class Storage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subscription = os.environ["AZURE_SUBSCRIPTION_ID"]
        options = {"base_url": ENDPOINT, "credential_scopes": [ENDPOINT + "/.default"]}
        cls.credential = EnvironmentCredential()
        resources = ResourceManagementClient(cls.credential, subscription, **options)
        cls.storage = StorageManagementClient(cls.credential, subscription, **options)
        cls.group = "py-" + uuid.uuid4().hex[:8]
        cls.name = "py" + uuid.uuid4().hex[:12]
        resources.resource_groups.create_or_update(cls.group, {"location": LOCATION})
        cls.addClassCleanup(lambda: resources.resource_groups.begin_delete(cls.group).wait(120))
        cls.account = cls.storage.storage_accounts.begin_create(cls.group, cls.name, {
            "location": LOCATION, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {"minimumTlsVersion": "TLS1_2"}}).result(120)
        endpoints = cls.account.properties.primary_endpoints if hasattr(cls.account, "properties") else cls.account.primary_endpoints
        cls.blob_url, cls.queue_url, cls.table_url = endpoints.blob, endpoints.queue, endpoints.table
        cls.key = cls.storage.storage_accounts.list_keys(cls.group, cls.name).keys_property[0].value \
            if hasattr(cls.storage.storage_accounts.list_keys(cls.group, cls.name), "keys_property") \
            else cls.storage.storage_accounts.list_keys(cls.group, cls.name)["keys"][0]["value"]
        cls.blobs = BlobServiceClient(cls.blob_url, credential=cls.key)
        cls.container = cls.blobs.create_container("tests")

    def test_small_blob_with_metadata_and_settings(self):
        blob = self.container.get_blob_client("dir/small blob é.txt")
        made = blob.upload_blob(b"hello", metadata={"colour": "blue"}, content_settings=ContentSettings(content_type="text/plain", cache_control="max-age=60"))
        found = blob.get_blob_properties()
        self.assertEqual(("text/plain", "max-age=60", 5, {"colour": "blue"}), (found.content_settings.content_type, found.content_settings.cache_control, found.size, found.metadata))
        self.assertEqual(made["etag"], found.etag)
        self.assertEqual(b"hello", blob.download_blob().readall())
        self.assertEqual(b"ell", blob.download_blob(offset=1, length=3).readall())
        with self.assertRaises(ResourceExistsError):
            blob.upload_blob(b"again", overwrite=False)
        blob.upload_blob(b"again", overwrite=True)
        with self.assertRaises(ResourceModifiedError):
            blob.upload_blob(b"third", overwrite=True, etag=made["etag"], match_condition=MatchConditions.IfNotModified)
        blob.delete_blob()
        with self.assertRaises(ResourceNotFoundError) as missing:
            blob.get_blob_properties()
        self.assertEqual("BlobNotFound", missing.exception.error_code)

    def test_large_blob_in_blocks(self):
        content = os.urandom(MIB) * 21
        blob = BlobClient(self.blob_url, "tests", "large", credential=self.key, max_block_size=4 * MIB, max_single_put_size=MIB, max_single_get_size=8 * MIB, max_chunk_get_size=3 * MIB)
        blob.upload_blob(content, overwrite=True, max_concurrency=4, validate_content=True)
        self.assertEqual(hashlib.sha256(content).digest(), hashlib.sha256(blob.download_blob(max_concurrency=4).readall()).digest())
        committed, uncommitted = blob.get_block_list("all")
        self.assertEqual((6, 0), (len(committed), len(uncommitted)))
        blob.stage_block(block_id="b1", data=b"tail")
        blob.commit_block_list([BlobBlock(b.id) for b in committed] + [BlobBlock("b1")])
        self.assertEqual(b"tail", blob.download_blob(offset=len(content)).readall())
        with self.assertRaises(HttpResponseError) as refused:
            blob.commit_block_list([BlobBlock("nothing")])
        self.assertEqual("InvalidBlockList", refused.exception.error_code)

    def test_lists_by_prefix_and_delimiter(self):
        container = self.blobs.create_container("lists")
        names = [f"a/{i:03d}" for i in range(7)] + ["b/x/y", "c"]
        for name in names:
            container.upload_blob(name, b"")
        self.assertEqual(names, [b.name for b in container.list_blobs(results_per_page=3)])
        self.assertEqual(names[:7], [b.name for b in container.list_blobs(name_starts_with="a/")])
        self.assertEqual(["a/", "b/", "c"], [b.name for b in container.walk_blobs(delimiter="/")])
        self.assertIn("lists", [c.name for c in self.blobs.list_containers(name_starts_with="li")])
        container.delete_container()
        with self.assertRaises(ResourceNotFoundError):
            container.get_container_properties()

    def test_lease_keeps_others_out(self):
        blob = self.container.get_blob_client("leased")
        blob.upload_blob(b"1", overwrite=True)
        lease = blob.acquire_lease(15)
        with self.assertRaises(HttpResponseError) as refused:
            blob.upload_blob(b"2", overwrite=True)
        self.assertEqual("LeaseIdMissing", refused.exception.error_code)
        blob.upload_blob(b"2", overwrite=True, lease=lease)
        with self.assertRaises(HttpResponseError) as taken:
            blob.acquire_lease(15)
        self.assertEqual("LeaseAlreadyPresent", taken.exception.error_code)
        lease.release()
        blob.delete_blob()

    def test_signatures(self):
        blob = self.container.get_blob_client("signed")
        blob.upload_blob(b"secret", overwrite=True)
        token = generate_blob_sas(self.name, "tests", "signed", account_key=self.key, permission=BlobSasPermissions(read=True), expiry=in_an_hour(), content_type="text/x-test")
        reader = BlobClient.from_blob_url(f"{self.blob_url}tests/signed?{token}")
        self.assertEqual(b"secret", reader.download_blob().readall())
        self.assertEqual("text/x-test", reader.get_blob_properties().content_settings.content_type)
        with self.assertRaises(HttpResponseError) as refused:
            reader.delete_blob()
        self.assertEqual((403, "AuthorizationPermissionMismatch"), (refused.exception.status_code, refused.exception.error_code))
        with self.assertRaises(HttpResponseError) as forged:
            BlobClient.from_blob_url(f"{self.blob_url}tests/other?{token}").download_blob()
        self.assertEqual("AuthenticationFailed", forged.exception.error_code)
        lister = generate_container_sas(self.name, "tests", account_key=self.key, permission=ContainerSasPermissions(list=True), expiry=in_an_hour())
        service = BlobServiceClient(self.blob_url, credential=lister)
        self.assertIn("signed", [b.name for b in service.get_container_client("tests").list_blobs()])
        account = generate_account_sas(self.name, self.key, ResourceTypes(service=True), AccountSasPermissions(list=True), in_an_hour())
        self.assertIn("tests", [c.name for c in BlobServiceClient(self.blob_url, credential=account).list_containers()])

    def test_refuses_wrong_and_missing_credentials(self):
        wrong = BlobServiceClient(self.blob_url, credential="bm90IHRoZSBrZXk=")
        with self.assertRaises(HttpResponseError) as refused:
            list(wrong.list_containers())
        self.assertEqual((403, "AuthenticationFailed"), (refused.exception.status_code, refused.exception.error_code))
        with self.assertRaises(HttpResponseError) as anonymous:
            list(BlobServiceClient(self.blob_url).list_containers())
        self.assertIn(anonymous.exception.status_code, (401, 403, 404, 409))
        by_role = BlobServiceClient(self.blob_url, credential=self.credential)
        with self.assertRaises(HttpResponseError) as no_role:
            list(by_role.get_container_client("tests").list_blobs())
        self.assertEqual((403, "AuthorizationPermissionMismatch"), (no_role.exception.status_code, no_role.exception.error_code))

    def test_queues(self):
        service = QueueServiceClient(self.queue_url, credential=self.key)
        queue = service.create_queue("jobs")
        for i in range(3):
            queue.send_message(f"job {i} é<&>")
        self.assertEqual(3, queue.get_queue_properties().approximate_message_count)
        self.assertEqual("job 0 é<&>", queue.peek_messages()[0].content)
        first = queue.receive_message(visibility_timeout=30)
        self.assertEqual((1, "job 0 é<&>"), (first.dequeue_count, first.content))
        self.assertNotIn(first.id, [m.id for m in queue.receive_messages(messages_per_page=5, visibility_timeout=1)])
        updated = queue.update_message(first, visibility_timeout=0, content="again")
        with self.assertRaises(HttpResponseError) as stale:
            queue.delete_message(first.id, first.pop_receipt)
        self.assertEqual("PopReceiptMismatch", stale.exception.error_code)
        queue.delete_message(updated.id, updated.pop_receipt)
        queue.clear_messages()
        self.assertEqual([], list(queue.receive_messages()))
        with self.assertRaises(ResourceExistsError):
            service.create_queue("jobs", metadata={"other": "metadata"})
        queue.delete_queue()
        with self.assertRaises(ResourceNotFoundError) as missing:
            queue.send_message("x")
        self.assertEqual("QueueNotFound", missing.exception.error_code)

    def test_tables(self):
        from azure.core.credentials import AzureNamedKeyCredential
        service = TableServiceClient(self.table_url, credential=AzureNamedKeyCredential(self.name, self.key))
        table = service.create_table("things")
        self.assertIn("things", [t.name for t in service.list_tables()])
        entity = {"PartitionKey": "it's", "RowKey": "1", "count": 7, "price": 1.5, "ok": True, "when": datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc),
                  "id": uuid.UUID(int=5), "raw": b"\x00\x01", "text": "é"}
        table.create_entity(entity)
        found = table.get_entity("it's", "1")
        for name, value in entity.items():
            self.assertEqual(value, found[name], name)
        with self.assertRaises(ResourceExistsError):
            table.create_entity(entity)
        table.upsert_entity({"PartitionKey": "it's", "RowKey": "1", "text": "new"}, mode=UpdateMode.MERGE)
        self.assertEqual((7, "new"), (table.get_entity("it's", "1")["count"], table.get_entity("it's", "1")["text"]))
        with self.assertRaises(HttpResponseError):
            table.update_entity({"PartitionKey": "it's", "RowKey": "1"}, etag=found.metadata["etag"], match_condition=MatchConditions.IfNotModified)
        table.submit_transaction([("create", {"PartitionKey": "p", "RowKey": str(i).zfill(3), "n": i}) for i in range(50)])
        self.assertEqual(list(range(40, 50)), [e["n"] for e in table.query_entities("PartitionKey eq 'p' and n ge 40")])
        self.assertEqual(51, len(list(table.list_entities(results_per_page=7))))
        with self.assertRaises(TableTransactionError):
            table.submit_transaction([("create", {"PartitionKey": "p", "RowKey": "new"}), ("create", {"PartitionKey": "p", "RowKey": "001"})])
        with self.assertRaises(ResourceNotFoundError):
            table.get_entity("p", "new")
        table.delete_entity("p", "001")
        service.delete_table("things")
        with self.assertRaises(ResourceNotFoundError):
            table.create_entity(entity)


if __name__ == "__main__":
    unittest.main(verbosity=2)
