"""What documents are found by (chữ để tìm), and searches that somebody keeps (tìm kiếm đã lưu)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from lienthong.kit import clock, word_search


class DocumentWords(models.Model):
    """The words of a document and of the text read in its files, without accents; triggers of the database keep them (migration of this table).

    Weight A: notation and abstract, B: who issued it, C: who signed, D: the content. What is chosen from lists stands beside them as marks
    that no word can be: `=a7` agency, `=dincoming` direction, `=kQĐ` kind, `=uurgent` urgency, `=r3` register, `=n12` number of the
    notation, `=s45` number in the register. One index then answers any mixture of them.
    """

    document = models.OneToOneField(
        "correspondence.Document", primary_key=True, on_delete=models.CASCADE, related_name="found_by"
    )
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(
                fields=["words"],
                name="document_content",
                fastupdate=True,
                gin_pending_list_limit=word_search.PENDING_KB,
            )
        ]

    def __str__(self) -> str:
        return str(self.document_id)


class SavedSearch(models.Model):
    """A search under a name. `params` as in the address of the page. What is new and visible to its seat is told to who holds the seat.

    Shared ones are seen by the department of the seat. `told_since`: documents older than that are not told.
    """

    position = models.ForeignKey("organizations.Position", on_delete=models.CASCADE, related_name="+")
    name = models.CharField("tên", max_length=80)
    params = models.JSONField("điều kiện", default=dict)
    is_shared = models.BooleanField("dùng chung trong phòng", default=False)
    is_paused = models.BooleanField("tạm dừng báo", default=False)
    told_since = models.DateTimeField("báo văn bản từ lúc", default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    run_at = models.DateTimeField("tìm lần cuối lúc", null=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "tìm kiếm đã lưu"
        constraints = [models.UniqueConstraint(fields=["position", "name"], name="search_name_once")]
        indexes = [
            models.Index(
                models.F("run_at").asc(nulls_first=True), "id", condition=Q(is_paused=False), name="search_to_run"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SearchHit(models.Model):
    """A document that a saved search has told of, so that it tells once."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits")
    document = models.ForeignKey("correspondence.Document", on_delete=models.CASCADE, related_name="+")
    found_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["search", "document"], name="search_tells_once")]

    def __str__(self) -> str:
        return f"{self.search_id}: {self.document_id}"
