"""Everything works with scripts switched off."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Service


def test_an_assessment_goes_from_start_to_results_without_a_script(service: Service) -> None:
    with service.open(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("button", name="Commencer l’évaluation express").click()
        page.get_by_role("button", name="Enregistrer et continuer").click()
        expect(page.get_by_role("alert")).to_contain_text("Indiquez le nom de l’organisation.")
        page.get_by_label("Nom de l’organisation").fill("Sans script (fictif)")
        page.get_by_label("Office de tourisme").check()
        page.get_by_label("Effectif total").fill("2,5")
        page.get_by_label("Région", exact=True).select_option("Bretagne")
        page.get_by_label("Littoral").check()
        page.get_by_role("button", name="Enregistrer et continuer").click()
        page.get_by_role("link", name="Commencer par la première question").click()
        while "/dimensions/" in page.url:
            for group in page.locator("form.sheet > .card fieldset").all():
                group.locator("input").nth(3).check()
            page.get_by_role("button", name="Enregistrer et continuer").click()
        while "/facts/" in page.url:
            page.get_by_role("button", name="Enregistrer et continuer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez vos réponses")
        page.get_by_role("link", name=re.compile("^Modifier")).nth(8).click()
        page.get_by_role("button", name="Enregistrer et revenir à la vérification").click()
        page.get_by_role("button", name="Envoyer").click()
        page.wait_for_url("**/results")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sans script (fictif)")
        page.get_by_role("link", name="English").click()
        assert page.url.endswith("/results")
        expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_private_link_leads_another_device_to_the_first_unanswered_question(service: Service) -> None:
    assessment = service.begin(lambda visitor: visitor.save("CAP1", "2"))
    with service.open(assessment, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(assessment.home)
        link = page.locator("#private-link").inner_text()
    with service.open(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link)
        assert page.url.endswith(f"{assessment.home}/dimensions/CAP#CAP2")
        expect(page.locator("#CAP1-2")).to_be_checked()
