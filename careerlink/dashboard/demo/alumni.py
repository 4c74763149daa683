"""Invented alumni of the demonstration, and what happened to whom."""

from dataclasses import dataclass

# What happened, each with the days ago on which it did. Signing comes with a choice among whom was shown; who is asked
# answers as said; "alumnus" and "writer" say what came of it.
Step = tuple


@dataclass(frozen=True)
class Story:
    """Somebody who asked for help: when she was entered, and what happened then."""

    name: str
    year: int
    majors: str
    job: str
    words: str
    days: float
    steps: tuple[Step, ...] = ()


NURSE = "My resume lists wards. I want to move to patient education and do not know how to say it."
STORIES = (
    # Waiting for somebody.
    Story("Corinne Abara", 2021, "English", "technical writer", "From teaching to technical writing.", 3),
    Story("Duncan Pell", 2018, "history", "museum educator", "A resume for museums.", 9),
    Story("Esther Lindqvist", 2020, "nursing", "health educator", NURSE, 6, (("sign", 5, 0),)),
    Story("Felix Omondi", 2017, "accounting", "auditor", "Moving from a small firm to a large one.", 5,
          (("sign", 2, 3),)),
    Story("Gwen Tamayo", 2019, "English", "editor", "Back to work after four years with my children.", 9,
          (("sign", 7, 2), ("no", 5, "no_time"), ("yes", 3))),
    Story("Henry Castellan", 2015, "computer science", "software developer", "My third job change in ten years.", 40,
          (("sign", 38, 2), ("yes", 36), ("contact", 33))),
    Story("Imani Rourke", 2016, "psychology", "human resources specialist", "From counseling to human resources.", 60,
          (("sign", 58, 3), ("yes", 56), ("contact", 53), ("serve", 45))),
    Story("Jasper Nolan", 2014, "marketing", "marketing manager", "A cover letter that does not sound like all others.",
          30, (("sign", 28, 1), ("hold", 20))),
    Story("Keira Vandermeer", 2013, "biology", "lab manager", "I have managed a lab for years, without the title.",
          50, (("sign", 48, 2), ("yes", 46), ("contact", 44), ("alumnus", 20, "got_help"))),
    Story("Leon Fairweather", 2012, "economics", "financial analyst", "Interviews at banks.", 70,
          (("sign", 69, 1), ("yes", 67), ("contact", 64), ("alumnus", 6, "not_a_fit"), ("writer", 5, "got_help"))),
    # Over.
    Story("Mabel Quintero", 2011, "English", "copywriter", "A portfolio and a resume that fit together.", 110,
          (("sign", 108, 2), ("yes", 106), ("contact", 104), ("serve", 100), ("alumnus", 62, "got_help"),
           ("writer", 60, "got_help"))),
    Story("Nils Bergmann", 2010, "finance", "treasurer", "Salary talks.", 120,
          (("sign", 118, 1), ("yes", 116), ("contact", 113), ("alumnus", 71, "partly"), ("writer", 70, "partly"))),
    Story("Opal Strickland", 2022, "sociology", "case manager", "My first job after graduation.", 90,
          (("refuse", 88),)),
    Story("Percy Adeyemi", 2009, "geology", "environmental consultant", "A federal resume.", 80),
    Story("Quinn Halloway", 2008, "music", "arts administrator", "Out of the orchestra.", 65,
          (("sign", 63, 2), ("yes", 61), ("revoke", 55))),
    Story("Rhoda Ferncastle", 2016, "chemistry", "quality manager", "Somebody else entered me.", 45, (("error", 44),)),
    Story("Silas Okonjo", 2018, "philosophy", "policy analyst", "How to explain a philosophy degree.", 75,
          (("sign", 73, 0),)),
    Story("Tabitha Crowe", 2015, "political science", "legislative aide", "A career in the statehouse.", 130,
          (("sign", 129, 1), ("yes", 127), ("contact", 125))),
    Story("Ulric Svensson", 2019, "mechanical engineering", "project engineer", "A resume for larger projects.", 35,
          (("sign", 34, 2), ("no", 33, "not_my_field"))),
    Story("Vera Mondragon", 2020, "art history", "gallery assistant", "Which words galleries look for.", 55,
          (("sign", 54, 2), ("yes", 52), ("try", 51), ("try", 49))),
    Story("Wesley Arden", 2017, "English", "grant writer", "From fiction to grants.", 28,
          (("sign", 27, 3), ("stop", 20))),
    Story("Xenia Papadakis", 2013, "business", "operations manager", "Interview practice.", 100,
          (("sign", 99, 1), ("yes", 97), ("contact", 95), ("alumnus", 50, "failed"), ("writer", 49, "got_help"))),
)  # fmt: skip

# In the records, and have asked for nothing yet: name, year, majors, job looked for.
OTHERS = (
    ("Yolanda Birchwood", 2019, "nursing", "nurse practitioner"), ("Zachary Lowell", 2021, "nursing", ""),
    ("Amara Delacroix", 2020, "nursing", ""), ("Bertram Oyelaran", 2022, "nursing", "school nurse"),
    ("Celeste Wainwright", 2023, "nursing", ""), ("Dmitri Halvorsen", 2024, "nursing", ""),
    ("Eloise Santangelo", 2019, "English", "librarian"), ("Ferdinand Achebe", 2014, "history", ""),
    ("Greta Holloman", 2016, "biology", ""), ("Horace Villanueva", 2012, "accounting", "controller"),
    ("Ingrid Pettibone", 2018, "computer science", ""), ("Jerome Castellanos", 2017, "computer science", ""),
    ("Katya Winterbourne", 2011, "psychology", ""), ("Lionel Adebayo", 2013, "marketing", "brand manager"),
    ("Miriam Thistlewood", 2015, "economics", ""), ("Nestor Villareal", 2010, "finance", ""),
    ("Ophelia Granger", 2021, "sociology", ""), ("Pascal Underhill", 2022, "philosophy", ""),
    ("Queenie Marlowe", 2023, "music", "music teacher"), ("Rufus Bellweather", 2024, "geology", ""),
    ("Saskia Montague", 2016, "art history", ""), ("Theo Ravenscroft", 2014, "chemistry", ""),
    ("Ursula Fenwick", 2012, "political science", ""), ("Vincent Obuya", 2018, "mechanical engineering", ""),
    ("Winifred Castillo", 2020, "business", ""), ("Xavier Lindholm", 2019, "English", ""),
    ("Yvette Sandoval", 2017, "history", ""), ("Zeno Harrington", 2015, "biology", ""),
    ("Adela Kowalski", 2013, "accounting", ""), ("Boris Whitlock", 2011, "computer science", ""),
    ("Clarice Umeh", 2023, "psychology", ""), ("Dorian Salcedo", 2022, "marketing", ""),
    ("Edith Larkspur", 2021, "economics", ""), ("Florian Mbeki", 2020, "finance", ""),
    ("Gladys Oakenshaw", 2019, "sociology", ""), ("Hector Valcourt", 2018, "philosophy", ""),
    ("Iris Thornbury", 2016, "music", ""), ("Jonah Abernathy", 2014, "geology", ""),
)  # fmt: skip
