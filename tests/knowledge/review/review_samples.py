"""Made-up documents, published or as an import finds them."""

from __future__ import annotations

from datetime import UTC, datetime

from knowledge.importers.draft import DraftContact, DraftDocument, DraftMeasure, Span
from knowledge.models import Benefit, PolicyFile, Step
from knowledge.review.incoming import Incoming
from knowledge.review.service import ReviewService
from knowledge.store import writing
from knowledge.store.database import Database
from knowledge.store.writing import Stamp

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
SOURCE = "测试区政府文件\n1.房租减半。区测试委 张三 64030001\n2.贷款贴息。区测试办 李四 64030002"


def policy(**changes) -> PolicyFile:
    """A small complete document; ``measures`` replaces its measures, anything else changes the document."""
    measures = changes.pop("measures", None) or [measure(1), measure(2, title="贷款贴息", topics=["loan"])]
    document = {
        "id": "cs-2021-1",
        "doc": "测政发〔2021〕1号",
        "title": "测试区若干措施",
        "issuer": "测试区人民政府",
        "district": "东城",
        "published": "2021-03-01",
        "valid_from": "2021-03-01",
        "valid_to": "2021-12-31",
        "term": "有效期至2021年12月31日",
    }
    return PolicyFile.model_validate({"document": {**document, **changes}, "measures": measures})


def measure(number: int | None, **changes) -> dict:
    """A small complete measure."""
    return {
        "number": number,
        "section": "一、减负",
        "title": "房租减半",
        "summary": "租国有房屋的小微企业房租减半。",
        "topics": ["rent"],
        "departments": ["区测试委"],
        "contacts": [{"name": "张三", "phones": ["64030001"], "department": "区测试委", "duty": "房租"}],
        "benefits": [{"kind": "reduction", "text": "减免50%", "percent_min": "50"}],
        "questions": ["房租能减吗"],
        **changes,
    }


def seeded(store: Database, content: PolicyFile, at: datetime = NOON) -> None:
    """Publish a document the way the curated files are."""
    stamp = Stamp("seed", at)
    with store.session.begin() as session:
        writing.put_document(session, content.document, stamp)
        for position, one in enumerate(content.measures):
            writing.publish(session, content.document.id, position, one, stamp)
        writing.bump(session)


def draft_measure(number: int | None, **changes) -> DraftMeasure:
    """A measure as an import finds it."""
    fields = {
        "number": number,
        "section": "一、减负",
        "title": f"第{number}条措施",
        "summary": f"第{number}条的内容。",
        "topics": ("rent",),
        "departments": ("区测试委",),
        "contacts": (DraftContact(name="张三", phones=("64030001",), department="区测试委"),),
        "benefits": (Benefit(kind="other", text="减免50%"),),
        "steps": (Step(text="向区测试委申请"),),
    }
    return DraftMeasure(**{**fields, **changes})


def draft_document(*measures: DraftMeasure, **changes) -> DraftDocument:
    """A document as an import finds it."""
    fields = {
        "doc": "测政发〔2021〕1号",
        "title": "测试区若干措施",
        "issuer": "测试区人民政府",
        "district": "东城",
        "published": "2021-03-01",
        "valid_from": "2021-03-01",
        "valid_to": "2021-12-31",
        "term": "有效期至2021年12月31日",
        "source_name": "来文.txt",
        "source_sha256": "0" * 64,
        "measures": measures or (draft_measure(1), draft_measure(2)),
    }
    return DraftDocument.model_validate({**fields, **changes})


def incoming(*documents: DraftDocument | PolicyFile, sha: str = "a", text: str = SOURCE) -> Incoming:
    """A source with these documents."""
    return Incoming("来文.txt", sha * 64, text, documents or (draft_document(),))


def span(words: str) -> tuple[Span, ...]:
    """Where the words stand in :data:`SOURCE`."""
    start = SOURCE.index(words)
    return (Span(start=start, end=start + len(words)),)


def submit(review: ReviewService, *documents: DraftDocument | PolicyFile, sha: str = "a"):
    """Bring in one source; gives what became of its first document."""
    return review.submit([incoming(*documents, sha=sha)], "李导入")[0][0]
