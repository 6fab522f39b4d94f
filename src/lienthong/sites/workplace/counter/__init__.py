"""The counter in one screen (quầy tiếp nhận): number, person, procedure, papers, form, fee, receipt, next.

Who opens it: the officer of the one-stop office, all day, a person in front of them. Everything is done by the keyboard. What is typed is
kept as it is typed; every button keeps the whole screen first and then does its one thing, so whatever goes wrong, nothing of the
person is lost. The rules live in `dossiers`, `tickets` and `payments`; here they meet.
"""
