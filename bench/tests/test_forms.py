from bench import forms


def test_the_large_form_is_judged():
    figure = forms.validation(seconds=0.01)
    assert figure.name == "validation of a 100-field form"
    assert figure.sample is not None
    assert len(figure.sample.seconds) >= 1
    assert len(forms.large_form()[0]) == 100
