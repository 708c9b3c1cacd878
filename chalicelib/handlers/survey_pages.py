"""The survey page: GET shows and records nothing, POST makes the answer durable."""

from chalice import Blueprint, Response

from chalicelib import clock
from chalicelib.desk import actions as desks
from chalicelib.errors import InvalidInput
from chalicelib.handlers.edge import or_later
from chalicelib.handlers.raw import body_of, header_of
from chalicelib.outside.secrets import keys
from chalicelib.surveys import actions as surveys
from chalicelib.surveys import links, pages, scores
from chalicelib.surveys.texts import Voice, preferred, voice

survey = Blueprint(__name__)


@survey.route("/survey/{token}", methods=["GET"])
@or_later
def show_survey(token: str) -> Response:
    request, now = survey.current_request, clock.now()
    desk = desks.current(now)
    claims = links.read(token, now, keys()["token"])
    if claims is None:
        return _gone(desk.name, preferred(header_of(request, "accept-language"), desk))
    score = scores.preselected(dict(request.query_params or {}).get("score"))
    form = pages.Form(token, claims.ticket, desk.name, score)
    return Response(pages.survey_page(form, voice(claims.language, desk)), headers=dict(pages.headers()))


@survey.route("/survey/{token}", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
@or_later
def take_answer(token: str) -> Response:
    request, now = survey.current_request, clock.now()
    desk = desks.current(now)
    claims = links.read(token, now, keys()["token"])
    if claims is None:
        return _gone(desk.name, preferred(header_of(request, "accept-language"), desk))
    words = voice(claims.language, desk)
    try:
        given = scores.read_form(body_of(request))
        choice = scores.parse(given)
    except InvalidInput:
        form = pages.Form(token, claims.ticket, desk.name, missing=True)
        return Response(pages.survey_page(form, words), status_code=400, headers=dict(pages.headers()))
    surveys.post(surveys.Posted(token, choice.score, choice.comment, now))
    form = pages.Form(token, claims.ticket, desk.name, choice.score, choice.comment, answered=True)
    return Response(pages.thanks_page(form, words), headers=dict(pages.headers()))


def _gone(name: str, words: Voice) -> Response:
    return Response(pages.expired_page(name, words), status_code=404, headers=dict(pages.headers()))
