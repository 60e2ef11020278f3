"""What `python -m aobjects.stubgen` tells of models that annotate nothing: relations, fields, managers."""

# ruff: noqa: B007, B018

from lending.models import Branch, Card, Loan, Member


async def relations_to_many(member: Member, branch: Branch) -> None:
    print(member.loans.count())
    #            ^ offers loans aloans guests aguests branches abranches asponsor card acard of Member()
    #            ^ leads to lending/async_bases.py: loans:
    #                  ^ offers add remove filter acount of Member(pk=1).guests
    await member.aloans.filter(days=1).overdue()
    #            ^ leads to lending/async_bases.py: aloans:
    #                   ^ offers overdue titles add set filter get all count of Member(pk=1).aloans
    #                                  ^ offers overdue titles filter first of Member(pk=1).aloans.filter()
    loans = await member.aloans.overdue(days=7)
    # ^ is list[Loan]
    guests = await member.aguests
    # ^ is list[Member]
    branches = await member.abranches.filter(city="Paris")
    # ^ is list[Branch]
    guest = await member.aguests.first()
    # ^ is Member | None
    await branch.amembers.add(member)
    #            ^ offers members amembers loan_set aloan_set city of Branch()
    #                     ^ leads to aobjects/relatedmanagers.py: async def add(
    async for loan in branch.aloan_set.overdue():
        #     ^ is Loan
        print(loan.days)
    print(loans, guests, branches, guest)


async def relations_to_one(loan: Loan, member: Member, card: Card) -> None:
    borrower = await loan.amember
    # ^ is Member
    #                     ^ leads to lending/async_bases.py: amember:
    print(borrower.name)
    #              ^ offers name aloans acard of Member()
    place = await loan.abranch
    # ^ is Branch | None
    book = await loan.abook
    # ^ is Book
    print(book.title)
    #          ^ offers title aauthor atags of Book()
    sponsor = await member.asponsor
    # ^ is Member | None
    owned = await member.acard
    # ^ is Card
    print(owned.number, member.card.number)
    #                          ^ leads to lending/async_bases.py: card:
    #                               ^ offers number member amember of Card()
    holder = await card.amember
    # ^ is Member
    print(place, sponsor, holder)


async def fields(loan: Loan, member: Member) -> None:
    days = loan.days
    # ^ is int
    #           ^ offers days ends note member branch book amember abranch abook member_id id pk of Loan()
    ends = loan.ends
    # ^ is date
    note = loan.note
    # ^ is str | None
    borrower = loan.member
    # ^ is Member
    place = loan.branch
    # ^ is Branch | None
    print(days, ends, note, borrower, place, member.sponsor_id)
    #                                               ^ leads to lending/async_bases.py: sponsor_id:
    print(loan.is_late(), member.branches.all())
    #          ^ leads to lending/models.py: def is_late(
    #                                     ^ offers add remove clear set filter acount of Member(pk=1).branches


async def managers() -> None:
    await Loan.aobjects.overdue().first()
    #          ^ offers aobjects objects of Loan
    #                   ^ offers overdue titles filter get first count of Loan.aobjects
    #                   ^ leads to lending/async_bases.py: def overdue(
    #                             ^ offers overdue titles filter get delete of Loan.aobjects.overdue()
    late = await Loan.aobjects.filter(days=1).overdue(days=3)
    # ^ is list[Loan]
    titles = await Loan.aobjects.overdue().titles()
    # ^ is list[str]
    last = await Loan.aobjects.overdue().last()
    # ^ is Loan | None
    print(late, titles, last)


async def mistakes(loan: Loan, member: Member) -> None:
    for each in member.aguests:  # refused
        pass
    list(member.aloans.overdue())  # refused
    len(Loan.aobjects.overdue())  # refused
    loan.amember.name  # refused
    (await loan.abranch).city  # refused
    (await member.asponsor).name  # refused
    (await loan.abook).label  # refused
    member.alones  # refused
    await member.acard.number  # refused
    await Loan.aobjects.overdue("late")  # refused
    Loan.aobjects.overdue().titles().sort()  # refused
    await member.aguests.overdue()  # refused
