"""Whose words a question asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.query.query import Query, expand_query, parse_query
from rag.query.speaker import quoted_speaker
from store import Article, Corpus
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder

ENGLISH = [
    ("What did Putin say?", "putin"),
    ("What did South Korea's president say about the boats?", "south korea president"),
    ("What does the Chinese president think about Putin?", "chinese president"),
    ("How did the Kremlin react to the visit?", "kremlin"),
    ("How do experts describe the bridge?", "experts"),
    ("How did the mayor explain the fire?", "mayor"),
    ("What has the minister announced?", "minister"),
    ("What have the unions demanded from the mayor?", "unions"),
    ("What had Kim told Putin before the fire?", "kim"),
    ("What did Kim tell Putin?", "kim"),
    ("What did Putin and Kim announce?", "putin kim"),
    ("What did the secretary of state say?", "secretary state"),
    ("What did North Korea's state media say about the boats?", "north korea state media"),
    ("What did the ambassador to Japan say?", "ambassador japan"),
    ("What did the minister of Italy say about the boats?", "minister italy"),
    ("What did Putin publicly say about the boats?", "putin"),
    ("What else did Putin say?", "putin"),
    ("And what exactly did the spokesman Dmitry Peskov warn of?", "spokesman dmitry peskov"),
    ("What did Putin buy? What did Kim say?", "kim"),
    ("What did analysts believe Kim wanted?", "analysts"),
    ("What did they say about Putin?", ""),
    ("What do you think about Putin?", ""),
    ("What did Putin want?", ""),
    ("What did Putin want to say?", ""),
    ("What did Putin do after Kim said he was ill?", ""),
    ("What did Kim give Putin in reply?", ""),
    ("Who said that the boats sank?", ""),
    ("When did Putin say that?", ""),
    ("Did Putin say that the boats sank?", ""),
    ("Why did Kim threaten the mayor?", ""),
    ("What is said about Putin?", ""),
    ("How many boats did the minister announce?", ""),
    ("What happened at the bridge?", ""),
    ("say", ""),
]

ARABIC = [
    ("ماذا قال الرئيس الصيني لبوتين عن القوارب؟", "الرييس الصيني"),
    ("ماذا قالت كوريا الجنوبية عن القوارب؟", "كوريا الجنوبيه"),
    ("ماذا قال بوتين؟", "بوتين"),
    ("وماذا قال بوتين عن القوارب؟", "بوتين"),
    ("ماذا قال سيرغي لافروف عن القوارب؟", "سيرغي لافروف"),
    ("ماذا قال لافروف؟", "لافروف"),
    ("ماذا قال سيرغي لافروف للرئيس الصيني؟", "سيرغي لافروف"),
    ("ماذا قال رئيس لبنان حول القوارب؟", "رييس لبنان"),
    ("ماذا قال العمدة لزوجته؟", "العمده"),
    ("ماذا قال له بوتين؟", "بوتين"),
    ("ماذا قال كل من بوتين وكيم عن القوارب؟", "بوتين وكيم"),
    ("ماذا يقول الخبراء عن الجسر؟", "الخبراء"),
    ("بماذا صرح المتحدث دميتري بيسكوف بعد الحريق؟", "المتحدث دميتري بيسكوف"),
    ("ما الذي قاله الرئيس الصيني لبوتين؟", "الرييس الصيني"),
    ("ما الذي أعلنته وزارة الدفاع أمس؟", "وزاره الدفاع"),
    ("كيف رد الكرملين على الزيارة؟", "الكرملين"),
    ("كيف كان رد فعل الكرملين على الزيارة؟", "الكرملين"),
    ("علامَ علّق العمدة خلال الزيارة؟", "العمده"),
    ("ممّ حذرت الأمم المتحدة؟", "الامم المتحده"),
    ("ماذا كان قد أعلن الوزير قبل الحريق؟", "الوزير"),
    ("كيف وصف العمدة في خطابه الجسر؟", "العمده"),
    ("ماذا تعتقد الصين بشأن القوارب؟", "الصين"),
    ("بم طالب العمال منذ الحريق؟", "العمال"),
    ("ماذا باع بوتين؟ وماذا قال كيم؟", "كيم"),
    ("ماذا قالت؟", ""),
    ("ماذا قال عن بوتين؟", ""),
    ("ماذا قال في موسكو؟", ""),
    ("ماذا قالوا لبوتين؟", ""),
    ("ماذا يريد بوتين من كيم؟", ""),
    ("من قال إن القوارب غرقت؟", ""),
    ("متى قال بوتين ذلك؟", ""),
    ("هل قال بوتين ذلك؟", ""),
    ("لماذا هدد كيم العمدة؟", ""),
    ("كم دعم أعلن الوزير؟", ""),
    ("كيف غرقت القوارب؟", ""),
]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """A corpus that has لافروف and لبنان, so that their first letter is known to be their own."""
    with Corpus.open(tmp_path_factory.mktemp("speaker") / "store", FakeEncoder()) as opened:
        opened.add([Article(title="زيارة", language="ar", text="وصل لافروف إلى لبنان وتحدث إلى بوتين عن القوارب.")])
        yield opened


def asked(question: str, corpus: Corpus) -> Query:
    return expand_query(question, parse_query(question, corpus), corpus, corpus.index.languages()[-1])


@each_case(("question", "named"), [*ENGLISH, *ARABIC])
def test_whose_words_are_asked_for(known: Corpus, question: str, named: str) -> None:
    query = asked(question, known)
    own = quoted_speaker(query)
    assert [
        term.word for term, spoken in zip(query.terms, query.token_spans, strict=True) if spoken in own
    ] == named.split()


def test_the_tokens_are_those_of_the_name_where_it_stands(known: Corpus) -> None:
    assert quoted_speaker(asked("What did South Korea say about South Park?", known)) == [slice(2, 3), slice(3, 4)]
    assert quoted_speaker(asked("ماذا قالت كوريا الجنوبية عن القوارب؟", known)) == [slice(2, 3), slice(3, 4)]


def test_a_word_with_a_glued_letter_that_the_corpus_does_not_know_is_who_was_told(known: Corpus) -> None:
    query = asked("ماذا قال سيرغي لزيلينسكي؟", known)
    assert [query.states[own].shape[0] for own in quoted_speaker(query)] == [1]
    assert quoted_speaker(query) == [slice(2, 3)]
